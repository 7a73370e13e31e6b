package dev.ristretto.tools.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCommandTest {
    @TempDir
    Path folder;

    private ImageSettings settings() throws Exception {
        Path script = Files.writeString(folder.resolve("ristretto"), "#!/bin/sh\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        ImageSettings settings = new ImageSettings();
        settings.setCommand(script.toString());
        return settings;
    }

    @Test
    void whatNobodySaysIsLeftToTheCommand() throws Exception {
        ImageCommand image = new ImageCommand(settings(), "shop", "-Pcommand=FILE");
        Path jar = folder.resolve("new/shop.jar");
        String program = folder.resolve("ristretto").toString();
        assertThat(image.build(jar, List.of(folder.resolve("a b"))))
                .containsExactly(program, "build", jar.toString(), "--tag", "shop");
        assertThat(image.run()).containsExactly(program, "run", "shop");
        try (JarFile file = new JarFile(jar.toFile())) {
            String classPath = file.getManifest().getMainAttributes().getValue("Class-Path");
            assertThat(Path.of(URI.create(classPath))).isEqualTo(folder.resolve("a b"));
        }
    }

    @Test
    void whereThereIsNoCommandTheMessageSaysHowToNameIt() throws Exception {
        ImageSettings settings = settings();
        settings.setCommand(folder.resolve("gone").toString());
        assertThatThrownBy(() -> new ImageCommand(settings, "shop", "-Pcommand=FILE").run())
                .isInstanceOf(PluginException.class)
                .hasMessageContainingAll("no program", "gone", "-Pcommand=FILE");
        settings.setCommand("ristretto-that-nobody-has");
        assertThatThrownBy(() -> new ImageCommand(settings, "shop", "-Pcommand=FILE").run())
                .isInstanceOf(PluginException.class);
    }
}
