package dev.ristretto.fleet.daemon.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.daemon.console.ConsoleFiles;
import dev.ristretto.fleet.daemon.console.ConsolePosition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleSearchTest {

    @TempDir
    Path folder;

    private ConsoleFiles files;
    private Path file;

    @BeforeEach
    void open() throws Exception {
        files = new ConsoleFiles(folder);
        file = files.next(Instant.EPOCH);
    }

    @Test
    void aLineIsFoundWhenItIsThere() throws Exception {
        ConsoleSearch search = search("^ready für Gäste$");
        assertThat(search.look().ok()).isFalse();
        write("booting\nrea");
        assertThat(search.look().ok()).isFalse();
        write("dy für Gäste\r\nmore\n");
        assertThat(search.look().ok()).isTrue();
    }

    @Test
    void aLineWithoutAnEndCountsToo() throws Exception {
        write("login: ");
        assertThat(search("login:").look().ok()).isTrue();
    }

    @Test
    void whatWasWrittenBeforeTheSearchBeganDoesNotCount() throws Exception {
        write("ready\n");
        Path next = files.next(Instant.EPOCH.plusSeconds(1));
        ConsoleSearch search = new ConsoleSearch(files.reader(new ConsolePosition(2, 0)), Pattern.compile("ready"));
        assertThat(search.look().ok()).isFalse();
        Files.writeString(next, "ready\n");
        assertThat(search.look().ok()).isTrue();
    }

    @Test
    void aLineWithoutEndIsNotKeptInMemory() throws Exception {
        write("x".repeat(100_000) + "ready");
        assertThat(search("ready").look().ok()).isTrue();
        assertThat(search("xxxx$").look().ok()).isTrue();
        assertThat(search("x{9000}").look().ok()).isFalse();
    }

    private ConsoleSearch search(String pattern) {
        return new ConsoleSearch(files.reader(ConsolePosition.START), Pattern.compile(pattern));
    }

    private void write(String text) throws Exception {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
