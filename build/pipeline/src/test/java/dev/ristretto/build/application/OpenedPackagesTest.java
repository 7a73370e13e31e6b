package dev.ristretto.build.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenedPackagesTest {
    @TempDir
    Path folder;

    @Test
    void theManifestOfAJarOpensPackages() throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Add-Opens", "java.base/java.lang  java.base/java.io ");
        manifest.getMainAttributes().putValue("Add-Exports", "jdk.jfr/jdk.jfr.internal");
        OpenedPackages opened = OpenedPackages.of(jar(manifest));
        assertThat(opened.opens()).containsExactly("java.base/java.lang", "java.base/java.io");
        assertThat(opened.arguments())
                .containsExactly(
                        "--add-exports=jdk.jfr/jdk.jfr.internal=ALL-UNNAMED",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-opens=java.base/java.io=ALL-UNNAMED");
    }

    @Test
    void nothingIsOpenedByAJarWithoutSuchWordsAndByAFolder() throws Exception {
        assertThat(OpenedPackages.of(jar(new Manifest())).arguments()).isEmpty();
        assertThat(OpenedPackages.of(folder).arguments()).isEmpty();
    }

    private Path jar(Manifest manifest) throws IOException {
        Path jar = folder.resolve("application.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }
}
