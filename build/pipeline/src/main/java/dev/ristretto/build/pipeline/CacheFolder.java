package dev.ristretto.build.pipeline;

import dev.ristretto.build.BuildException;
import dev.ristretto.build.compiler.AheadOfTimeCompiler;
import dev.ristretto.run.host.FileTrees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What builds leave in the user's cache folder: results, which save the next build of the same input, and intermediate
 * files of builds that were killed. Safe for use beside builds, of other processes too.
 */
public final class CacheFolder {

    /** A build takes minutes; what is older than this belongs to none that still goes on. */
    private static final Duration OLD = Duration.ofDays(1);

    private final Path cache;

    /** The space below a cache folder. */
    public CacheFolder(Path cache) {
        this.cache = cache;
    }

    /** Where an image builder that stays has its socket. */
    static Path warm(Path cache) {
        return cache.resolve("builder");
    }

    /**
     * Something that takes space.
     *
     * @param count how many
     * @param bytes of all files
     */
    public record Usage(int count, long bytes) {}

    /**
     * What all of it takes; all of it can be made again.
     *
     * @throws BuildException if it cannot be read
     */
    public Usage usage() {
        return take(folder -> {});
    }

    /**
     * Deletes all of it, and has an image builder that stays end once it is idle; a build that needs them makes them
     * again. What it took.
     *
     * @throws BuildException if that fails
     */
    public Usage prune() {
        AheadOfTimeCompiler.endWarm(warm(cache));
        return take(FileTrees::delete);
    }

    /** Deletes what builds that were killed have left, as far as that can be done; results stay. */
    void clear() {
        try {
            for (Path folder : leftOvers()) {
                FileTrees.delete(folder);
            }
        } catch (IOException | UncheckedIOException e) {
            // It does no harm, and the next build tries again.
        }
    }

    /** Does something with a folder. */
    private interface Action {
        void on(Path folder) throws IOException;
    }

    private Usage take(Action action) {
        int count = 0;
        long bytes = 0;
        try {
            for (Path folder : folders()) {
                try {
                    long size = size(folder);
                    action.on(folder);
                    count++;
                    bytes += size;
                } catch (NoSuchFileException | UncheckedIOException e) {
                    // A build has just dropped it.
                }
            }
        } catch (IOException e) {
            throw new BuildException("The results of builds in " + cache + " cannot be read: " + e.getMessage(), e);
        }
        return new Usage(count, bytes);
    }

    private List<Path> folders() throws IOException {
        List<Path> folders = new ArrayList<>();
        for (Path folder : children(cache.resolve("builds"))) {
            if (!isHidden(folder)) {
                folders.add(folder);
            }
        }
        folders.addAll(children(cache.resolve("prepared")));
        folders.addAll(leftOvers());
        return folders;
    }

    private List<Path> leftOvers() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path folder : children(cache.resolve("builds"))) {
            if (isHidden(folder) && isOld(folder)) {
                found.add(folder);
            }
        }
        for (Path folder : children(cache)) {
            if (folder.getFileName().toString().startsWith("work-") && isOld(folder)) {
                found.add(folder);
            }
        }
        return found;
    }

    private static boolean isHidden(Path folder) {
        return folder.getFileName().toString().startsWith(".");
    }

    private static boolean isOld(Path folder) throws IOException {
        return Files.getLastModifiedTime(folder)
                        .compareTo(FileTime.from(Instant.now().minus(OLD)))
                < 0;
    }

    private static List<Path> children(Path folder) throws IOException {
        List<Path> children = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, Files::isDirectory)) {
                files.forEach(children::add);
            }
        }
        return children;
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            long bytes = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }
}
