package dev.ristretto.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ristretto.tests.system.CommandRun.Result;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How an application starts and ends in a virtual machine; what is the same everywhere, {@link ApplicationIT} shows.
 */
class RunIT {

    private static String image = "";

    @BeforeAll
    static void build() throws Exception {
        image = Fixtures.behaviour();
    }

    @ParameterizedTest
    @ValueSource(strings = {"microvm", "q35"})
    void anApplicationRunsToItsEndOnEveryMachine(String machine) throws Exception {
        Result result = CommandRun.run("run", image, "--machine", machine).mustSucceed();
        assertThat(result.output()).isEqualTo("nothing to do\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"microvm", "q35"})
    void standardErrorIsApartFromStandardOutputOnEveryMachine(String machine) throws Exception {
        Result result =
                CommandRun.run("run", image, "--machine", machine, "--", "both").mustSucceed();
        assertThat(result.output()).isEqualTo("output 1\noutput 2\n");
        assertThat(result.errors()).endsWith("error 1\nerror 2\n");
    }

    @Test
    void standardErrorAndOutputComeInTheirOrderWhereBothLeadToTheSame() throws Exception {
        Result result = CommandRun.runWithOneOutput("run", image, "--", "both").mustSucceed();
        assertThat(result.output()).endsWith("output 1\nerror 1\noutput 2\nerror 2\n");
    }

    @Test
    void memoryThatWasUsedBeforeIsFreshAgain() throws Exception {
        Result result = CommandRun.run("run", image, "--", "fresh-memory").mustSucceed();
        assertThat(result.output()).isEqualTo("0 dirty words\n");
    }

    @Test
    void aPanicGivesAJavaStackTraceRegistersAndStatus70() throws Exception {
        Result result = CommandRun.run("run", image, "--", "panic");
        assertThat(result.status()).isEqualTo(70);
        assertThat(result.output()).containsIgnoringCase("panic").contains("Behaviour.main", "rip", "rsp");
    }

    @Test
    void inputReachesTheApplication() throws Exception {
        try (CommandRun run = CommandRun.start("run", image, "--", "echo")) {
            run.awaitOutput("ready");
            run.type("Grüße aus dem Terminal");
            Result result = run.await().mustSucceed();
            assertThat(result.output()).contains("read: Grüße aus dem Terminal");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"microvm", "q35"})
    void oneInterruptRunsTheShutdownHooks(String machine) throws Exception {
        try (CommandRun run = CommandRun.start("run", image, "--machine", machine, "--", "hook")) {
            run.awaitOutput("waiting");
            run.signal("INT");
            Result result = run.await();
            assertThat(result.output()).endsWith("waiting\nhook ran\n");
            assertThat(result.status()).isIn(130, 143);
        }
    }

    @Test
    void aSecondInterruptKillsAndTheStatusIs130() throws Exception {
        try (CommandRun run = CommandRun.start("run", image, "--", "stubborn")) {
            run.awaitOutput("waiting");
            run.signal("INT");
            run.awaitOutput("hook began");
            run.signal("INT");
            assertThat(run.await().status()).isEqualTo(130);
        }
    }

    @Test
    void theVirtualMachineDiesWithTheCommand() throws Exception {
        try (CommandRun run = CommandRun.start("run", image, "--", "hook")) {
            run.awaitOutput("waiting");
            List<ProcessHandle> machines = run.children();
            assertThat(machines).isNotEmpty();
            run.signal("KILL");
            for (ProcessHandle machine : machines) {
                machine.onExit().get();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 1})
    void tooLittleMemoryIsExplainedByTheKernelWithTheAmountNeeded(int missing) throws Exception {
        long floor = memoryFloor() >> 20;
        Result result = CommandRun.run("run", image, "-m", (floor - missing) + "M");
        assertThat(result.status()).isEqualTo(70);
        assertThat(result.errors()).contains((floor - missing) + " MiB is less than the " + floor + " MiB");
        assertThat(result.output()).containsPattern("too little memory: .* needs at least \\d+ MiB");
    }

    @Test
    void memoryThatCannotHoldTheImageIsRefused() throws Exception {
        Result result = CommandRun.run("run", image, "-m", "8M");
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.errors()).contains("too little memory: 8 MiB is less than the");
    }

    @Test
    void theMemoryFloorIsEnough() throws Exception {
        CommandRun.run("run", image, "-m", (memoryFloor() >> 10) + "K").mustSucceed();
    }

    private static long memoryFloor() throws Exception {
        String report = CommandRun.run("inspect", image, "--format", "json")
                .mustSucceed()
                .output();
        return new ObjectMapper().readTree(report).path("memoryFloorBytes").asLong();
    }

    @Test
    void aBusyPortNamesTheProcessThatHoldsIt() throws Exception {
        try (ServerSocket holder = new ServerSocket()) {
            holder.bind(new InetSocketAddress("127.0.0.1", 0));
            Result result = CommandRun.run("run", image, "-p", holder.getLocalPort() + ":80");
            assertThat(result.status()).isEqualTo(125);
            assertThat(result.errors())
                    .contains("Port " + holder.getLocalPort() + " on 127.0.0.1 is in use by process "
                            + ProcessHandle.current().pid() + " (java)");
        }
    }

    @Test
    void missingQemuIsExplainedWithTheCommandThatInstallsIt(@TempDir Path empty) throws Exception {
        Result result = CommandRun.run(Map.of("PATH", empty.toString()), "run", image);
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.errors()).contains("QEMU is not installed", "qemu-system-x86");
    }

    @Test
    void moreProcessorsThanAnInstanceCanHaveAreRefused() throws Exception {
        Result result = CommandRun.run("run", image, "--cpus", "65");
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.errors()).contains("'65' is not a number of processors: write one from 1 to 64");
    }

    @Test
    void anUnknownImageListsTheKnownOnes() throws Exception {
        Result result = CommandRun.run("run", "nonesuch");
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.errors()).contains("nonesuch", image);
    }

    @Test
    void theBootableFileItselfIsWrittenOnRequest(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("behaviour.elf");
        CommandRun.run("build", Fixtures.compile("behaviour").toString(), "-t", image, "--output", file.toString())
                .mustSucceed();
        assertThat(Files.readAllBytes(file)).startsWith(0x7f, 'E', 'L', 'F');
    }
}
