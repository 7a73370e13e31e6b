package dev.ristretto.build.application;

import dev.ristretto.build.BuildException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipException;

/** What a jar's manifest says (JAR file specification): main class and class path. */
final class Jars {
    private Jars() {}

    /** Of a web archive (Jakarta Servlet specification, section 10.5). */
    private static final List<String> WEB_ARCHIVE = List.of("WEB-INF/web.xml", "WEB-INF/lib/", "WEB-INF/classes/");

    /** Where executable jars of Spring Boot name the application's own main class. */
    static final Attributes.Name START_CLASS = new Attributes.Name("Start-Class");

    /** The class that a jar says to start, if it names one: its {@code Start-Class}, else its {@code Main-Class}. */
    static Optional<String> mainClass(Path jar) {
        return attribute(jar, START_CLASS)
                .or(() -> attribute(jar, Attributes.Name.MAIN_CLASS))
                .map(String::strip)
                .filter(name -> !name.isEmpty());
    }

    /**
     * A jar and the jars that its {@code Class-Path} names, and theirs; entries that do not exist are left out, as the
     * java launcher does.
     *
     * @throws BuildException if a jar is broken or a web archive
     */
    static List<Path> classPath(Path jar) {
        Set<Path> seen = new LinkedHashSet<>();
        collect(jar, seen);
        return new ArrayList<>(seen);
    }

    private static void collect(Path jar, Set<Path> seen) {
        if (!seen.add(jar) || Files.isDirectory(jar)) {
            return;
        }
        refuseWebArchive(jar);
        String entries = attribute(jar, Attributes.Name.CLASS_PATH).orElse("");
        for (String entry : entries.strip().split("\\s+")) {
            if (!entry.isEmpty()) {
                resolve(jar, entry).ifPresent(path -> collect(path, seen));
            }
        }
    }

    private static Optional<Path> resolve(Path jar, String entry) {
        try {
            URI uri = jar.toUri().resolve(entry);
            Path path = Path.of(uri).normalize();
            return Files.exists(path) ? Optional.of(path) : Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new BuildException(
                    "The manifest of " + jar + " has Class-Path entry " + entry + ", which is no file URL.", e);
        }
    }

    private static void refuseWebArchive(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            boolean web = jar.toString().endsWith(".war")
                    || file.stream().anyMatch(entry -> WEB_ARCHIVE.stream().anyMatch(entry.getName()::startsWith));
            if (web) {
                throw Archives.refused(jar + " is a web archive");
            }
        } catch (ZipException e) {
            throw ClassPathEntry.broken(jar, e);
        } catch (IOException e) {
            throw new BuildException("Cannot read " + jar + ": " + e.getMessage(), e);
        }
    }

    /** What a jar's manifest says by a name. */
    static Optional<String> attribute(Path jar, Attributes.Name name) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            return manifest == null
                    ? Optional.empty()
                    : Optional.ofNullable(manifest.getMainAttributes().getValue(name));
        } catch (ZipException e) {
            throw ClassPathEntry.broken(jar, e);
        } catch (IOException e) {
            throw new BuildException("Cannot read " + jar + ": " + e.getMessage(), e);
        }
    }
}
