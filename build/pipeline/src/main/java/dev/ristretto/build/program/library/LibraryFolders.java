package dev.ristretto.build.program.library;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The folders in which the loader looks for libraries of no particular place: those of {@code /etc/ld.so.conf} and the
 * usual ones (ldconfig(8), ld.so(8)). Immutable.
 */
public final class LibraryFolders {
    /** Of Debian's loader, which is for several architectures, then of others. */
    static final List<String> USUAL =
            List.of("/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64", "/lib", "/usr/lib");

    private static final List<String> USUAL_OF_MUSL = List.of("/lib", "/usr/local/lib", "/usr/lib");

    private LibraryFolders() {}

    /**
     * The folders of a loader.
     *
     * @param system where the host's files are, {@code /} but in tests
     * @param musl whether it is musl's loader, which has a file of its own
     */
    public static List<String> of(Path system, boolean musl) throws IOException {
        if (musl) {
            Path own = system.resolve("etc/ld-musl-x86_64.path");
            return Files.isReadable(own)
                    ? List.of(Files.readString(own, StandardCharsets.UTF_8)
                            .strip()
                            .split("[:\n]"))
                    : USUAL_OF_MUSL;
        }
        Set<String> folders = new LinkedHashSet<>();
        read(system, system.resolve("etc/ld.so.conf"), folders, new HashSet<>());
        folders.addAll(USUAL);
        return List.copyOf(folders);
    }

    private static void read(Path system, Path file, Set<String> folders, Set<Path> read) throws IOException {
        if (!Files.isReadable(file) || !read.add(file.toRealPath())) {
            return;
        }
        for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
            String text = line.replaceFirst("#.*", "").strip();
            if (text.startsWith("include ") || text.startsWith("include\t")) {
                for (String pattern : text.substring("include".length()).strip().split("\\s+")) {
                    for (Path included : included(system, file, pattern)) {
                        read(system, included, folders, read);
                    }
                }
            } else if (text.startsWith("/")) {
                // Some write the kind of library behind it.
                folders.add(text.replaceFirst("[\\s=].*", "").replaceFirst("(?<=.)/+$", ""));
            }
        }
    }

    private static List<Path> included(Path system, Path file, String pattern) throws IOException {
        Path named = pattern.startsWith("/") ? system.resolve(pattern.substring(1)) : file.resolveSibling(pattern);
        Path folder = named.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        Set<Path> found = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, String.valueOf(named.getFileName()))) {
            files.forEach(found::add);
        }
        return new ArrayList<>(found);
    }
}
