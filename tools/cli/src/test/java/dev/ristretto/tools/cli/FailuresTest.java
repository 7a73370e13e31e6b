package dev.ristretto.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.tools.cli.terminal.TerminalStreams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailuresTest {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Command(name = "any")
    private static final class AnyCommand {}

    private static Stream<Exception> troubles() {
        IOException disk = new FileSystemException("/a/file", null, "Input/output error");
        return Stream.of(disk, new UncheckedIOException(disk), new DirectoryIteratorException(disk));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void whatTheComputerRefusesIsNoDefect(Exception trouble) {
        assertThat(say(trouble)).isEqualTo("ristretto: /a/file: Input/output error\n");
    }

    @Test
    void aMessageThatIsOnlyANameIsExplained() {
        assertThat(say(new IOException("x"))).isEqualTo("ristretto: IOException: x\n");
    }

    @Test
    void whatNobodyExpectsIs() {
        assertThat(say(new IllegalStateException("odd")))
                .startsWith("ristretto: unexpected IllegalStateException: odd\nThis is a defect of ristretto");
    }

    private String say(Exception failure) {
        PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
        CommandLine command = new CommandLine(new AnyCommand());
        Failures failures = new Failures(new TerminalStreams(stream, stream, false, false));
        assertThat(failures.handleExecutionException(failure, command, command.parseArgs()))
                .isEqualTo(125);
        return said.toString(StandardCharsets.UTF_8);
    }
}
