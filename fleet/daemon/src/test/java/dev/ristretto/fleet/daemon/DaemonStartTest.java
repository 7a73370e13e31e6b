package dev.ristretto.fleet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The daemon's process, where it cannot work. */
@Timeout(120)
class DaemonStartTest {

    @TempDir
    Path folder;

    @Test
    void aDatabaseThatCannotBeUsedIsToldInOneLine() throws Exception {
        Path database = folder.resolve("data/fleet/fleet.db");
        // Nobody can write that, root neither.
        Files.createDirectories(database);
        Process daemon = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DaemonMain.class.getName(),
                        folder.resolve("data").toString(),
                        folder.resolve("cache").toString(),
                        "test")
                .redirectErrorStream(true)
                .start();
        String words = new String(daemon.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(daemon.waitFor()).isEqualTo(1);
        assertThat(words.lines())
                .singleElement()
                .asString()
                .startsWith("The daemon cannot start: The fleet's database " + database + " cannot be opened")
                .contains("Is it a file that the user may read and write");
    }
}
