package dev.ristretto.tools.cli.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
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
        List<Path> files = paths().filter(Files::isRegularFile).toList();
        for (Path file : files) {
            Path kept = target.resolve(folder.relativize(file));
            Files.createDirectories(kept.toAbsolutePath().getParent());
            Files.move(file, kept, StandardCopyOption.REPLACE_EXISTING);
        }
        return files.size();
    }

    /** Deletes what is left. */
    void delete() throws IOException {
        for (Path path : paths().sorted(Comparator.reverseOrder()).toList()) {
            Files.deleteIfExists(path);
        }
    }

    private Stream<Path> paths() throws IOException {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.toList().stream();
        }
    }
}
