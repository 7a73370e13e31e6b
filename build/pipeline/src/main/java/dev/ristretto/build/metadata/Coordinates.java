package dev.ristretto.build.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A library's Maven coordinates.
 *
 * @param group group id
 * @param artifact artifact id
 * @param version version
 */
record Coordinates(String group, String artifact, String version) {
    /**
     * What is in a jar: several for a jar that was put together from others. From {@code pom.properties}, else from the
     * jar's place in a Maven repository or in Gradle's cache.
     */
    static List<Coordinates> of(Path jar) throws IOException {
        if (Files.isDirectory(jar)) {
            return List.of();
        }
        List<Coordinates> found = new ArrayList<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (Enumeration<? extends ZipEntry> e = zip.entries(); e.hasMoreElements(); ) {
                ZipEntry entry = e.nextElement();
                if (entry.getName().startsWith("META-INF/maven/")
                        && entry.getName().endsWith("/pom.properties")) {
                    Properties properties = new Properties();
                    try (InputStream in = zip.getInputStream(entry)) {
                        properties.load(in);
                    }
                    found.add(new Coordinates(
                            properties.getProperty("groupId", ""),
                            properties.getProperty("artifactId", ""),
                            properties.getProperty("version", "")));
                }
            }
        }
        return found.isEmpty() ? fromPath(jar.toAbsolutePath()) : found;
    }

    private static List<Coordinates> fromPath(Path jar) {
        int count = jar.getNameCount();
        // Gradle: .../files-2.1/GROUP/ARTIFACT/VERSION/HASH/FILE
        if (count > 5 && jar.getName(count - 6).toString().startsWith("files-")) {
            return List.of(new Coordinates(
                    jar.getName(count - 5).toString(),
                    jar.getName(count - 4).toString(),
                    jar.getName(count - 3).toString()));
        }
        // Maven: .../repository/GR/OUP/ARTIFACT/VERSION/ARTIFACT-VERSION.jar
        for (int i = 0; i < count - 3; i++) {
            if (!jar.getName(i).toString().equals("repository")) {
                continue;
            }
            String artifact = jar.getName(count - 3).toString();
            String version = jar.getName(count - 2).toString();
            if (String.valueOf(jar.getFileName()).startsWith(artifact + "-" + version) && i + 1 < count - 3) {
                String group = jar.subpath(i + 1, count - 3).toString().replace('/', '.');
                return List.of(new Coordinates(group, artifact, version));
            }
        }
        return List.of();
    }
}
