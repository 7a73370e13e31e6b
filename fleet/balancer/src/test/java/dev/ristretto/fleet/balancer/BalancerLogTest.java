package dev.ristretto.fleet.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However much there is to say, it is little. */
class BalancerLogTest {

    @TempDir
    Path folder;

    private Path file;
    private PrintStream stream;
    private BalancerLog log;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @BeforeEach
    void open() throws IOException {
        file = folder.resolve("balancer.log");
        stream = new PrintStream(new FileOutputStream(file.toFile(), true), false, StandardCharsets.UTF_8);
        log = new BalancerLog(stream, file, () -> now);
    }

    @AfterEach
    void close() {
        stream.close();
    }

    private void say(String message) {
        log.publish(new LogRecord(Level.WARNING, message));
    }

    @Test
    void onlySoManyLinesAreWrittenInATime() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            say("line " + i);
        }
        assertThat(Files.readAllLines(file)).hasSize(BalancerLog.MOST_LINES);
        now = now.plus(Duration.ofSeconds(2));
        for (int i = 0; i < 10_000; i++) {
            say("line " + i);
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(BalancerLog.MOST_LINES + 3);
        assertThat(lines.get(BalancerLog.MOST_LINES)).contains("9900 lines were left out");
        now = now.plus(Duration.ofDays(1));
        say("later");
        assertThat(Files.readAllLines(file)).hasSize(BalancerLog.MOST_LINES + 5);
    }

    @Test
    void theFilesDoNotGrowWithoutEnd() throws Exception {
        for (int i = 0; i < 20_000; i++) {
            now = now.plus(Duration.ofSeconds(1));
            say("x".repeat(500));
        }
        try (var files = Files.list(folder)) {
            List<Path> all = files.sorted().toList();
            assertThat(all).containsExactly(file, folder.resolve("balancer.log.1"));
            for (Path each : all) {
                assertThat(Files.size(each)).isBetween(1L, BalancerLog.FILE_BYTES + 2000);
            }
        }
        say("the last words");
        assertThat(Files.readAllLines(file).getLast()).endsWith("the last words");
    }

    @Test
    void aRecordIsOneLineWhateverIsInIt() throws Exception {
        LogRecord record = new LogRecord(Level.WARNING, "path /\r\n\u001b[2J{0}");
        record.setThrown(new IllegalStateException("broken\nhere", new IOException("below")));
        log.publish(record);
        say("y".repeat(100_000));
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst())
                .startsWith("2026-01-01T00:00:00Z WARNING path / [2J{0}: ")
                .contains("IllegalStateException: broken here (at ")
                .endsWith("java.io.IOException: below")
                .doesNotContain("\u001b");
        assertThat(lines.get(1)).hasSizeLessThan(1100);
    }
}
