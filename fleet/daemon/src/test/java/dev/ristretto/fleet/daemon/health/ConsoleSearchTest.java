package dev.ristretto.fleet.daemon.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.daemon.console.ConsoleFiles;
import dev.ristretto.fleet.daemon.console.ConsolePosition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

    /** Without a bound this would take longer than there is time. */
    @Test
    @Timeout(20)
    void anEvilLineIsLeftOutAndTheNextOnesAreLookedAt() throws Exception {
        write("a".repeat(3000) + "!\n");
        for (String pattern : List.of("^(.*a){18}$|ready", "(a+)+$|ready", "(a|aa)+$|ready", "(a?){50}a{50}$|ready")) {
            ConsoleSearch search = search(pattern);
            assertThat(search.look()).satisfies(result -> {
                assertThat(result.ok()).isFalse();
                assertThat(result.detail()).containsAnyOf("too many steps", "too deep");
            });
        }
        ConsoleSearch search = search("^(.*a){18}$|ready");
        assertThat(search.look().ok()).isFalse();
        write("ready\n");
        assertThat(search.look().ok()).isTrue();
    }

    /** The rest waits for the next look, and none of it is lost. */
    @Test
    @Timeout(20)
    void manyEvilLinesTakeNoLongerThanFew() throws Exception {
        write(("a".repeat(100) + "!\n").repeat(5000) + "ready\n");
        ConsoleSearch search = search("(a+)+$|ready");
        int looks = 1;
        while (!search.look().ok()) {
            looks++;
        }
        assertThat(looks).isBetween(5, 500);
    }

    @Test
    void aPatternThatGoesTooDeepIsAFailureWithAReason() throws Exception {
        write("ab".repeat(4000) + "\n");
        assertThat(search("(?:a|b)*c").look().detail()).containsAnyOf("too deep", "too many steps");
    }

    private ConsoleSearch search(String pattern) {
        return new ConsoleSearch(files.reader(ConsolePosition.START), Pattern.compile(pattern));
    }

    private void write(String text) throws Exception {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
