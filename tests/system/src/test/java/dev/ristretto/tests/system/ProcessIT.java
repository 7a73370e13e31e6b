package dev.ristretto.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.tests.system.CommandRun.Result;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The image that {@link RunIT} boots, as a process: the same behaviour, and walls that hold. */
class ProcessIT {

    private static final Path KERNEL = Path.of("target/it/behaviour.elf").toAbsolutePath();
    private static String image = "";

    @BeforeAll
    static void build() throws Exception {
        image = Fixtures.behaviour(KERNEL);
    }

    @Test
    void anApplicationRunsToItsEnd() throws Exception {
        Result result = run().mustSucceed();
        assertThat(result.output()).isEqualTo("nothing to do\n");
        assertThat(result.errors().lines()).allMatch(line -> line.contains("passt is not installed"));
    }

    @Test
    void inputReachesTheApplication() throws Exception {
        try (CommandRun run = CommandRun.start("run", image, "--as", "process", "--", "echo")) {
            run.awaitOutput("ready");
            run.type("Grüße aus dem Terminal");
            assertThat(run.await().mustSucceed().output()).contains("read: Grüße aus dem Terminal");
        }
    }

    @Test
    void oneInterruptRunsTheShutdownHooks() throws Exception {
        try (CommandRun run = CommandRun.start("run", image, "--as", "process", "--", "hook")) {
            run.awaitOutput("waiting");
            run.signal("INT");
            Result result = run.await();
            assertThat(result.output()).endsWith("waiting\nhook ran\n");
            assertThat(result.status()).isEqualTo(143);
        }
    }

    @Test
    void aSecondInterruptKillsAndTheStatusIs130() throws Exception {
        try (CommandRun run = CommandRun.start("run", image, "--as", "process", "--", "stubborn")) {
            run.awaitOutput("waiting");
            run.signal("INT");
            run.awaitOutput("hook began");
            run.signal("INT");
            assertThat(run.await().status()).isEqualTo(130);
        }
    }

    @Test
    void theProcessDiesWithTheCommand() throws Exception {
        try (CommandRun run = CommandRun.start("run", image, "--as", "process", "--", "hook")) {
            run.awaitOutput("waiting");
            List<ProcessHandle> processes = run.children();
            assertThat(processes).isNotEmpty();
            run.signal("KILL");
            for (ProcessHandle process : processes) {
                process.onExit().get();
            }
        }
    }

    @Test
    void memoryIsWhatWasAskedForAndNoMore() throws Exception {
        assertThat(run("-m", "40M", "--", "allocate", "8").status()).isZero();
        Result tooMuch = run("-m", "40M", "--", "allocate", "40");
        assertThat(tooMuch.status()).isEqualTo(1);
        assertThat(tooMuch.errors()).contains("OutOfMemoryError");
    }

    @Test
    void theFileItselfIsAProgram() throws Exception {
        Process process = new ProcessBuilder(KERNEL.toString(), "arguments", "two words", "%").start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("[arguments, two words, %]\n");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void theFileItselfSeesNoEnvironment() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(KERNEL.toString(), "environment");
        builder.environment().put("GREETING", "from outside");
        try (InputStream output = builder.start().getInputStream()) {
            assertThat(output).hasContent("null\n");
        }
    }

    @Test
    void theWallsStandWhileTheApplicationRuns() throws Exception {
        try (CommandRun run = CommandRun.start("run", image, "--as", "process", "--", "hook")) {
            run.awaitOutput("waiting");
            Path process = run.children().stream()
                    .map(child -> Path.of("/proc", Long.toString(child.pid())))
                    .filter(child -> contentOf(child.resolve("cmdline")).contains("/blobs/"))
                    .findFirst()
                    .orElseThrow();
            assertThat(process.resolve("status"))
                    .content()
                    .as("the host's filter and its own")
                    .contains("Seccomp:\t2\n", "NoNewPrivs:\t1\n", "Seccomp_filters:\t2\n");
            assertThat(process.resolve("limits")).content().containsPattern("Max core file size +0 +0 ");
            run.signal("INT");
            run.await();
        }
    }

    @Test
    void withoutPasstThereIsLoopbackOnlyWhichOneLineSays(@TempDir Path empty) throws Exception {
        Map<String, String> nothing = Map.of("PATH", empty.toString());
        Result result = CommandRun.run(nothing, "run", image, "--as", "process").mustSucceed();
        assertThat(result.errors()).hasLineCount(1).contains("no network but loopback", "passt");
        Result published = CommandRun.run(nothing, "run", image, "--as", "process", "-p", Fixtures.freePort() + ":80");
        assertThat(published.status()).isEqualTo(125);
        assertThat(published.errors()).contains("passt", "publish ports");
    }

    @ParameterizedTest
    @MethodSource("violations")
    void whatIsForbiddenEndsTheProcessWithItsReason(String behaviour, String reason) throws Exception {
        Result result = CommandRun.run(violation("process", behaviour).toArray(String[]::new));
        assertThat(result.output()).contains("kernel panic: " + reason);
        assertThat(result.status()).isEqualTo(70);
    }

    @ParameterizedTest
    @MethodSource("violations")
    void theVirtualMachineGivesTheSameReasons(String behaviour, String reason) throws Exception {
        if (!behaviour.equals("forbidden-call")) {
            Result result = CommandRun.run(violation("vm", behaviour).toArray(String[]::new));
            assertThat(result.output()).contains("kernel panic: " + reason);
            assertThat(result.status()).isEqualTo(70);
        }
    }

    static Stream<Arguments> violations() {
        return Stream.of(
                Arguments.of("forbidden-call", "forbidden system call 56 (clone)"),
                Arguments.of("write-code", "write to read-only memory"),
                Arguments.of("execute-data", "execution of memory that is not code"),
                Arguments.of("jump-null", "jump to page 0"),
                Arguments.of("write-null", "access to page 0"),
                Arguments.of("overflow-stack", "stack overflow"));
    }

    /** The application learns where its kernel's parts are, which are the same addresses in every run. */
    private static List<String> violation(String as, String behaviour) throws Exception {
        Map<String, String> symbols = symbols();
        symbols.putAll(offsets());
        List<String> command = new ArrayList<>(List.of("run", image, "--as", as, "--", behaviour));
        for (String name : List.of(
                "__data_start",
                "__data_end",
                "malloc",
                "host_call",
                "cpu0_block",
                "CURRENT_THREAD",
                "THREAD_STACK_BASE")) {
            command.add(symbols.get(name));
        }
        return command;
    }

    private static Map<String, String> symbols() throws IOException {
        Process nm = new ProcessBuilder("nm", KERNEL.toString()).start();
        Map<String, String> symbols = new HashMap<>();
        for (String line : new String(nm.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                .lines()
                .toList()) {
            String[] words = line.strip().split(" +");
            symbols.put(words[words.length - 1], words[0]);
        }
        return symbols;
    }

    /** Of fields in the kernel's structures, in hexadecimal as well. */
    private static Map<String, String> offsets() throws IOException {
        Map<String, String> offsets = new HashMap<>();
        Pattern line = Pattern.compile("    \\.set (\\w+), (\\d+)");
        for (String text : Files.readAllLines(Path.of("../../kernel/machine/src/main/asm/layout.inc"))) {
            Matcher matcher = line.matcher(text);
            if (matcher.matches()) {
                offsets.put(matcher.group(1), Integer.toHexString(Integer.parseInt(matcher.group(2))));
            }
        }
        return offsets;
    }

    private static String contentOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Result run(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("run", image, "--as", "process"));
        command.addAll(List.of(options));
        return CommandRun.run(command.toArray(String[]::new));
    }
}
