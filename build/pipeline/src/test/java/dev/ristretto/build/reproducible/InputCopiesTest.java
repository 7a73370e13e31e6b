package dev.ristretto.build.reproducible;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputCopiesTest {
    @TempDir
    Path folder;

    @Test
    void foldersBecomeTheSameJarInWhateverOrderTheirFilesWereWritten() throws Exception {
        Path first = folder.resolve("first");
        Path second = folder.resolve("a longer name/second");
        for (String name : List.of("z", "a", "m")) {
            write(first, name);
        }
        for (String name : List.of("m", "z", "a")) {
            write(second, name);
        }

        List<Path> copies = new InputCopies(folder.resolve("copies")).numbered("class-path", List.of(first, second));

        assertThat(copies).extracting(copy -> copy.getFileName().toString()).containsExactly("0.jar", "1.jar");
        assertThat(copies.get(0)).hasSameBinaryContentAs(copies.get(1));
        try (JarFile jar = new JarFile(copies.get(0).toFile())) {
            assertThat(jar.stream().map(Object::toString)).containsExactly("p/", "p/a", "p/m", "p/z");
            assertThat(jar.getInputStream(jar.getEntry("p/m"))).hasContent("content of m");
        }
    }

    private static void write(Path folder, String name) throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve("p")).resolve(name), "content of " + name);
    }
}
