package dev.ristretto.build.pipeline;

import dev.ristretto.run.host.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What applications were unpacked to or turned into before they could be compiled: a folder for each, those of the last
 * few. They can be made again.
 */
final class PreparedApplications {
    private static final int MOST = 8;
    private static final Duration LONGEST_BUILD = Duration.ofHours(6);

    private final Path folder;

    /** @param folder for the folders; need not exist */
    PreparedApplications(Path folder) {
        this.folder = folder;
    }

    /** The folder of an application, which may not exist. */
    Path folder(String identity) {
        return folder.resolve(identity);
    }

    /** Removes an application's folder before it is made anew; the oldest of many go, but none that a build may use. */
    void makeRoom(String identity) throws IOException {
        FileTrees.delete(folder(identity));
        if (!Files.isDirectory(folder)) {
            return;
        }
        FileTime inUse = FileTime.from(Instant.now().minus(LONGEST_BUILD));
        List<Path> oldest;
        try (Stream<Path> all = Files.list(folder)) {
            oldest = all.sorted(Comparator.comparing(FileTrees::modified).reversed())
                    .skip(MOST)
                    .filter(path -> FileTrees.modified(path).compareTo(inUse) < 0)
                    .toList();
        }
        for (Path old : oldest) {
            FileTrees.delete(old);
        }
    }
}
