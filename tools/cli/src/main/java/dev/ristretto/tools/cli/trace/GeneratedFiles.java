package dev.ristretto.tools.cli.trace;

import dev.ristretto.run.host.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The class files of one run: what the application has made.
 *
 * @param folder which exists only if there are some
 */
record GeneratedFiles(Path folder) {
    /**
     * Moves them to where those of other runs are; one of the same name is replaced.
     *
     * @return how many there were
     */
    int moveTo(Path target) throws IOException {
        List<Path> files = files();
        for (Path file : files) {
            Path kept = target.resolve(folder.relativize(file));
            Files.createDirectories(kept.toAbsolutePath().getParent());
            Files.move(file, kept, StandardCopyOption.REPLACE_EXISTING);
        }
        return files.size();
    }

    /** Deletes what is left. */
    void delete() throws IOException {
        FileTrees.delete(folder);
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile).toList();
        }
    }
}
