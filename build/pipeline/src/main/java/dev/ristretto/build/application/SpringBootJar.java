package dev.ristretto.build.application;

import dev.ristretto.build.BuildException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;

/**
 * An executable jar of Spring Boot: classes and libraries lie inside, under BOOT-INF, and a launcher of Spring's loads
 * them. Source: Spring Boot reference, "The Executable Jar Format".
 */
final class SpringBootJar {
    private static final String FOLDER = "BOOT-INF/";
    private static final String CLASSES = "BOOT-INF/classes/";
    private static final String LIBRARIES = "BOOT-INF/lib/";
    private static final String INDEX = "BOOT-INF/classpath.idx";

    private final Path jar;

    /** @param jar one that {@link #matches} */
    SpringBootJar(Path jar) {
        this.jar = jar;
    }

    /** Whether a file is such a jar; false for what is no jar at all. */
    static boolean matches(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (JarFile jar = new JarFile(file.toFile())) {
            return jar.stream().anyMatch(entry -> entry.getName().startsWith(FOLDER));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Unpacks it.
     *
     * @param target an empty folder, which keeps what the class path needs
     * @throws BuildException if it is broken
     */
    ProjectOutput unpack(Path target) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Path classes = Files.createDirectories(target.resolve("classes"));
            Path libraries = Files.createDirectories(target.resolve("lib"));
            for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (entry.getName().startsWith(CLASSES)) {
                    unpack(file, entry, classes, CLASSES);
                } else if (entry.getName().startsWith(LIBRARIES)) {
                    unpack(file, entry, libraries, LIBRARIES);
                }
            }
            return new ProjectOutput(List.of(classes), inOrder(file, libraries), Jars.mainClass(jar));
        } catch (ZipException e) {
            throw ClassPathEntry.broken(jar, e);
        } catch (IOException e) {
            throw new BuildException("Cannot unpack " + jar + ": " + e.getMessage(), e);
        }
    }

    private static void unpack(JarFile file, ZipEntry entry, Path target, String prefix) throws IOException {
        Path path = target.resolve(entry.getName().substring(prefix.length())).normalize();
        if (!path.startsWith(target) || entry.isDirectory()) {
            return;
        }
        Files.createDirectories(path.resolveSibling("."));
        try (InputStream in = file.getInputStream(entry)) {
            Files.copy(in, path);
        }
    }

    /** As the index has them; those that it does not name come last, by name. */
    private static List<Path> inOrder(JarFile file, Path libraries) throws IOException {
        List<Path> ordered = new ArrayList<>();
        JarEntry index = file.getJarEntry(INDEX);
        if (index != null) {
            try (InputStream in = file.getInputStream(index)) {
                for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\\R")) {
                    String name = line.replaceFirst("^\\s*-\\s*\"?", "").replaceFirst("\"?\\s*$", "");
                    Path path = libraries.resolve(name.substring(name.lastIndexOf('/') + 1));
                    if (!name.isBlank() && Files.isRegularFile(path)) {
                        ordered.add(path);
                    }
                }
            }
        }
        try (Stream<Path> files = Files.list(libraries)) {
            files.filter(path -> path.toString().endsWith(".jar") && !ordered.contains(path))
                    .sorted()
                    .forEach(ordered::add);
        }
        return ordered;
    }
}
