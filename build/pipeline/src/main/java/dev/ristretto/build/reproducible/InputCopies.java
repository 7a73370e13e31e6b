package dev.ristretto.build.reproducible;

import dev.ristretto.build.Installation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Copies of what is compiled, under names that tell nothing about where it came from: the names of files and folders
 * are no part of an image, but the order in which the compiler meets things depends on them.
 */
public final class InputCopies {
    private final Path folder;

    /** @param folder for the copies */
    public InputCopies(Path folder) {
        this.folder = folder;
    }

    /** An installation whose compiler consists of copies. The kernel is on the class path, copied with it. */
    public Installation installation(Installation original) throws IOException {
        Path modules = Files.createDirectories(folder.resolve("modules"));
        List<Path> copies = new ArrayList<>();
        for (Path jar : original.builderModules()) {
            // Their names say which module they are.
            copies.add(Files.copy(jar, modules.resolve(jar.getFileName().toString())));
        }
        return new Installation(
                original.javaHome(),
                copies,
                numbered("patch", original.patch()),
                original.kernel(),
                original.linux(),
                original.metadata());
    }

    /**
     * Copies jars and folders under numbers for names, in order. A folder becomes a jar, for file systems list the
     * files of a folder in an order of their own.
     */
    public List<Path> numbered(String name, List<Path> originals) throws IOException {
        Path target = Files.createDirectories(folder.resolve(name));
        List<Path> copies = new ArrayList<>();
        for (Path original : originals) {
            Path copy = target.resolve(copies.size() + ".jar");
            if (Files.isDirectory(original)) {
                pack(original, copy);
            } else {
                Files.copy(original, copy);
            }
            copies.add(copy);
        }
        return copies;
    }

    private static void pack(Path folder, Path jar) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(file -> !file.equals(folder)).sorted().toList();
        }
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Path file : files) {
                String name = folder.relativize(file).toString();
                boolean isFolder = Files.isDirectory(file);
                ZipEntry entry = new ZipEntry(isFolder ? name + "/" : name);
                entry.setTime(0);
                zip.putNextEntry(entry);
                if (!isFolder) {
                    Files.copy(file, zip);
                }
                zip.closeEntry();
            }
        }
    }
}
