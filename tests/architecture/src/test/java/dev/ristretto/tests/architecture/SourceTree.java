package dev.ristretto.tests.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The files of this checkout as text, without what builds leave behind. */
final class SourceTree {

    static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    private static final Set<String> NOT_OURS = Set.of("target", ".git", ".idea", ".vscode", ".settings");

    private SourceTree() {}

    /** All files below a folder of the tree, {@code ""} for all of it. */
    static List<Path> files(String folder) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(ROOT.resolve(folder), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                boolean skipped = NOT_OURS.contains(directory.getFileName().toString());
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(null);
        return files;
    }

    /** Java sources of the product, without tests, examples and benchmarks. */
    static List<Path> productSources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Path file : files("")) {
            String path = path(file);
            boolean product = path.contains("/src/main/") && !path.matches("(examples|benchmarks|tests)/.*");
            if (product && path.endsWith(".java")) {
                sources.add(file);
            }
        }
        return sources;
    }

    /** The path from the root of the tree. */
    static String path(Path file) {
        return ROOT.relativize(file).toString();
    }

    /** The text of a file; empty if it is none. */
    static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (MalformedInputException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A source without comments, which may say where a fact is known from. */
    static String code(Path file) {
        return text(file).orElseThrow().replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("(?m)//.*$", "");
    }
}
