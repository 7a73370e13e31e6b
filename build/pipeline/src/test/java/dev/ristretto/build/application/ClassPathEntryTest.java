package dev.ristretto.build.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathEntryTest {
    private static final Map<String, String> FILES = Map.of(
            "a/Old.class", "8",
            "a/Both.class", "8",
            "META-INF/versions/9/a/Both.class", "9",
            "META-INF/versions/17/a/Both.class", "17",
            "META-INF/versions/11/a/New.class", "11",
            "META-INF/versions/99/a/Coming.class", "99",
            "META-INF/versions/9/module-info.class", "9",
            "META-INF/versions/9/a/text", "9");

    @TempDir
    Path folder;

    private Path jar(boolean multiRelease) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (multiRelease) {
            manifest.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
        }
        Path jar = folder.resolve("library.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (Map.Entry<String, String> file : FILES.entrySet()) {
                out.putNextEntry(new JarEntry(file.getKey()));
                out.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Map<String, String> classes(Path jar) {
        Map<String, String> found = new TreeMap<>();
        new ClassPathEntry(jar).classes((entry, content) -> found.put(entry, text(content.readAllBytes())));
        return found;
    }

    @Test
    void ofAMultiReleaseJarTheVersionsForThisJavaAreSeen() throws IOException {
        Path jar = jar(true);
        assertThat(classes(jar)).isEqualTo(Map.of("a/Old.class", "8", "a/Both.class", "17", "a/New.class", "11"));
        Map<String, String> resources = new TreeMap<>();
        new ClassPathEntry(jar).resources((entry, content) -> resources.put(entry, text(content.readAllBytes())));
        assertThat(resources).containsEntry("a/text", "9");
        assertThat(new ClassPathEntry(jar).find("a.New").map(ClassPathEntryTest::text))
                .contains("11");
        assertThat(new ClassPathEntry(jar).find("a.Both").map(ClassPathEntryTest::text))
                .contains("17");
        assertThat(new ClassPathEntry(jar).find("a.Coming")).isEmpty();
    }

    @Test
    void elsewhereVersionsMeanNothing() throws IOException {
        assertThat(classes(jar(false))).isEqualTo(Map.of("a/Old.class", "8", "a/Both.class", "8"));
    }
}
