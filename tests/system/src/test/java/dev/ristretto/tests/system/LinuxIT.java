package dev.ristretto.tests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ristretto.run.host.Command;
import dev.ristretto.tests.system.CommandRun.Result;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Unmodified programs of Linux in an instance. What makes or runs a program (gcc, python3, node, go) is this
 * computer's; without it a test is skipped.
 */
class LinuxIT {
    private static final Path PROGRAMS = Path.of("src/test/programs").toAbsolutePath();
    private static final Path EXAMPLES =
            Path.of("../../examples").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int REQUESTS = 400;
    private static final int AT_ONCE = 16;

    private static void require(String tool) {
        assumeThat(RunsAs.isInstalled(tool)).as(tool + " is installed").isTrue();
    }

    private static String build(String name, Path path, String... options) throws Exception {
        List<String> command = Stream.concat(
                        Stream.of("build", path.toString(), "-t", name, "--quick"), Stream.of(options))
                .toList();
        CommandRun.run(command.toArray(String[]::new)).mustSucceed();
        return name;
    }

    private static Path compile(Path folder, String... options) throws Exception {
        Path program = folder.resolve("probe");
        List<String> command = Stream.of(
                        List.of("gcc", "-O1", "-pthread", "-o", program.toString()),
                        List.of(options),
                        List.of(PROGRAMS.resolve("probe.c").toString()))
                .flatMap(List::stream)
                .toList();
        Command.Result result = Command.run(command, PATIENCE);
        assertThat(result.status()).as(result.output()).isZero();
        return program;
    }

    /** The same program tells the same here and there. */
    @ParameterizedTest
    @CsvSource({"-static, microvm, 1", "-pie, q35, 2", "-no-pie, microvm, 4"})
    void aProgramFindsWhatItFindsOnLinux(String linked, String machine, String processors, @TempDir Path folder)
            throws Exception {
        require("gcc");
        Path program = compile(folder, linked);
        Command.Result here = Command.run(List.of(program.toString(), "given"), PATIENCE);
        String image = build("it-probe", program);
        Result there =
                CommandRun.run("run", image, "-m", "128M", "--machine", machine, "--cpus", processors, "--", "given");
        assertThat(there.output().strip()).isEqualTo(here.output().strip());
        assertThat(there.status()).as(there.errors()).isEqualTo(7).isEqualTo(here.status());
        assertThat(there.errors()).contains("probe asked for system call 4000, which is not there (ENOSYS)");
        Result process = CommandRun.run("run", image, "--as", "process");
        assertThat(process.status()).isEqualTo(125);
        assertThat(process.errors()).contains("it runs a program of Linux", "--as vm");
    }

    @Test
    void aShellBeginsOtherProgramsAndWaitsForThem() throws Exception {
        Optional<Path> busybox = Stream.of("/bin/busybox", "/usr/bin/busybox")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        assumeThat(busybox).as("busybox is there").isPresent();
        String image = build("it-busybox", busybox.get());
        String script = "x=$(echo sub | tr a-z A-Z); echo substituted $x; (exit 3); echo status $?;"
                + " for i in 1 2 3; do sleep 0.05 & done; wait; echo waited;"
                + " trap 'echo got TERM' TERM; kill -TERM $$; seq 1000 | sort -rn | tail -1; exit 5";
        Result result = CommandRun.run("run", image, "--", "sh", "-c", script);
        assertThat(result.output()).isEqualTo("substituted SUB\nstatus 3\nwaited\ngot TERM\n1\n");
        assertThat(result.status()).as(result.errors()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({"python, python3, 1", "node, node, 1", "go, go, 2", "cpp, g++, 1"})
    void servicesOfOtherLanguagesAnswerAndStop(String example, String tool, String processors) throws Exception {
        require(tool);
        String image = build("it-" + example, EXAMPLES.resolve(example));
        int port = Fixtures.freePort();
        try (CommandRun run =
                CommandRun.start("run", image, "-m", "256M", "--cpus", processors, "-p", port + ":8080")) {
            run.awaitOutput("Listening on port 8080");
            HttpClient client =
                    HttpClient.newBuilder().version(Version.HTTP_1_1).build();
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                    .timeout(PATIENCE)
                    .build();
            try (ExecutorService askers = Executors.newFixedThreadPool(AT_ONCE)) {
                List<Future<HttpResponse<String>>> answers = IntStream.range(0, REQUESTS)
                        .mapToObj(_ -> askers.submit(() -> client.send(request, BodyHandlers.ofString())))
                        .toList();
                for (Future<HttpResponse<String>> answer : answers) {
                    assertThat(answer.get().statusCode()).isEqualTo(200);
                    assertThat(answer.get().body()).startsWith("{").contains("\"");
                }
            }
            run.signal("INT");
            Result end = run.await();
            assertThat(end.status()).as(end.output() + end.errors()).isIn(0, 130, 143);
        }
    }
}
