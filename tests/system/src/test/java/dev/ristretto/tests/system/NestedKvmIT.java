package dev.ristretto.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Images under KVM on a machine without KVM: QEMU emulates a Debian host with AMD's SVM, in which QEMU has KVM ({@code
 * src/test/nested}). Off by default, for it fetches 28 MB of Debian packages: {@code -Dristretto.it.nested=true}.
 */
@EnabledIfSystemProperty(named = "ristretto.it.nested", matches = "true")
class NestedKvmIT {
    /** The day of the real-time clock that the machines are given. */
    private static final LocalDate WRONG = LocalDate.of(2001, 2, 3);

    private static List<String> lines = List.of();

    @BeforeAll
    static void boot(@TempDir Path folder) throws Exception {
        Path hello = folder.resolve("hello.elf");
        Path http = folder.resolve("http.elf");
        kernel("hello", hello);
        kernel("hello-http", http);
        Path output = folder.resolve("output");
        Process run = new ProcessBuilder("src/test/nested/run", "target/it/nested", hello.toString(), http.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int status = run.waitFor();
        lines = Files.readAllLines(output);
        lines.forEach(System.out::println);
        assertThat(status).isZero();
        assertThat(lines).as("the host has come to its end").contains("host: done");
    }

    private static void kernel(String example, Path file) throws Exception {
        CommandRun.run("build", "../../examples/" + example, "-t", "it-" + example, "--output", file.toString())
                .mustSucceed();
    }

    private static List<String> said(String machine) {
        String prefix = machine + ": ";
        return lines.stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .toList();
    }

    private static LocalDate date(String machine) {
        String header = said(machine).stream()
                .filter(line -> line.startsWith("Date: "))
                .findFirst()
                .orElseThrow();
        return ZonedDateTime.parse(header.substring("Date: ".length()), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toLocalDate();
    }

    @Test
    void anApplicationRunsToItsEndOnEveryMachine() {
        for (String machine : List.of("hello-microvm", "hello-q35")) {
            assertThat(said(machine)).as(machine).contains("Hello", "exit=0");
        }
    }

    @Test
    void aServerAnswersOnEveryMachine() {
        for (String machine : List.of("http-microvm", "http-q35", "http-no-chips", "http-no-clock")) {
            assertThat(said(machine)).as(machine).contains("HTTP/1.1 200 OK");
        }
    }

    @Test
    void theTimeIsTheHostsWhereItOffersItsClock() {
        LocalDate today = Instant.now().atZone(ZoneOffset.UTC).toLocalDate();
        for (String machine : List.of("http-microvm", "http-q35", "http-no-chips")) {
            assertThat(date(machine)).as(machine).isBetween(today.minusDays(1), today);
        }
        assertThat(date("http-no-clock")).isEqualTo(WRONG);
    }
}
