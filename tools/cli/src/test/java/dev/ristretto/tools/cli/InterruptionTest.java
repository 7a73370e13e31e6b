package dev.ristretto.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.daemon.SimulatedDaemon;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands that take long, as processes of their own, which signals end. */
@Timeout(120)
class InterruptionTest {

    @TempDir
    Path folder;

    private CommandProcesses processes;

    @BeforeEach
    void noneYet() {
        processes = new CommandProcesses(folder);
    }

    @AfterEach
    void endAll() {
        processes.close();
    }

    private Process start(String... words) throws IOException {
        return processes.start(ProcessBuilder.Redirect.PIPE, List.of(words));
    }

    private static void signal(Process process, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static String rest(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void awaitLine(BufferedReader lines, String part) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.contains(part)) {
            line = lines.readLine();
        }
        assertThat(line).as("a line with '%s'", part).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"INT, 130, false", "TERM, 143, false", "INT, 130, true", "TERM, 143, true"})
    void aBuildEndsWithALineAndLeavesNothing(String signal, int status, boolean all) throws Exception {
        for (String kind : List.of("builder-modules", "patch", "kernel")) {
            Files.writeString(
                    Files.createDirectories(folder.resolve("installation/" + kind))
                            .resolve("a.jar"),
                    "");
        }
        Path project = Files.createDirectories(folder.resolve("project"));
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        Path begun = folder.resolve("begun");
        assertThat(new ProcessBuilder("mkfifo", begun.toString()).start().waitFor())
                .isZero();
        Path tool = project.resolve("mvnw");
        Files.writeString(tool, "#!/bin/sh\necho $$ > '" + begun + "'\nexec sleep 1000\n");
        assertThat(tool.toFile().setExecutable(true)).isTrue();

        Process build = start("build", project.toString());
        CompletableFuture<String> errors = CompletableFuture.supplyAsync(() -> {
            try {
                return rest(build.getErrorStream());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        long pid = Long.parseLong(Files.readString(begun).strip());
        ProcessHandle sleeping = ProcessHandle.of(pid).orElseThrow();
        if (all) {
            // As the terminal's key, which reaches the tool as well; it may be the first to end.
            assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(pid), Long.toString(build.pid()))
                            .start()
                            .waitFor())
                    .isZero();
        } else {
            signal(build, signal);
        }
        assertThat(build.waitFor()).as(errors.get()).isEqualTo(status);
        assertThat(errors.get().lines().filter(line -> line.startsWith("ristretto: ")))
                .as(errors.get())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("ristretto: interrupted");
        assertThat(errors.get()).doesNotContain("defect", "Exception");
        sleeping.onExit().get(10, TimeUnit.SECONDS);
        try (Stream<Path> files = Files.list(folder.resolve("ristretto"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("work-") || name.startsWith("."));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "logs -f web, hello",
        "events -f, started",
        "service create NAME --image shop --replicas 1 --health console:ready, NAME: "
    })
    void waitingCommandsEndWithoutAFuss(String command, String begun) throws Exception {
        SimulatedDaemon daemon = SimulatedDaemon.ofUser(folder.resolve("ristretto"));
        try {
            daemon.create("web");
            daemon.print("hello\n");
            for (String signal : List.of("INT", "TERM")) {
                String name = "s" + signal.toLowerCase(Locale.ROOT);
                Process process = start(command.replace("NAME", name).split(" "));
                boolean progress = command.startsWith("service");
                BufferedReader shown = progress ? process.errorReader() : process.inputReader();
                awaitLine(shown, begun.replace("NAME", name));
                signal(process, signal);
                assertThat(process.waitFor()).isEqualTo(signal.equals("INT") ? 130 : 143);
                String left = progress ? String.join("\n", shown.lines().toList()) : rest(process.getErrorStream());
                assertThat(left).doesNotContain("defect", "Exception");
                assertThat(left.lines().filter(line -> line.startsWith("ristretto: ")))
                        .hasSize(progress ? 1 : 0);
            }
        } finally {
            daemon.close();
        }
    }

    @Test
    void aWaitEndsAtWhateverMomentItIsInterrupted() throws Exception {
        SimulatedDaemon daemon = SimulatedDaemon.ofUser(folder.resolve("ristretto"));
        try {
            daemon.create("web");
            Process process = start("wait", "web");
            signal(process, "INT");
            assertThat(process.waitFor()).isEqualTo(130);
            assertThat(rest(process.getErrorStream())).isEmpty();
        } finally {
            daemon.close();
        }
    }
}
