package dev.ristretto.run.vmm.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a program that connects as an image does, see {@link FakeKernel}. */
@Timeout(120)
class ProcessInstanceTest {

    @TempDir
    Path folder;

    @Test
    void theExitStatusIsTheOneThatIsReported() throws Exception {
        assertThat(start("report exit=7", "exit 3").await()).isEqualTo(new Outcome.Exited(7));
    }

    @Test
    void aPanicOutweighsTheExitStatus() throws Exception {
        assertThat(start("report panic=forbidden system call 41 (socket)", "report exit=70", "exit 70")
                        .await())
                .isEqualTo(new Outcome.Panicked("forbidden system call 41 (socket)"));
    }

    @Test
    void anEndWithoutAWordIsTold() throws Exception {
        assertThat(start("exit 3").await()).isEqualTo(new Outcome.Died("the process ended with status 3"));
    }

    @Test
    void theConsoleIsStandardInputAndOutput() throws Exception {
        ProcessInstance instance = start("print ready", "echo", "report exit=0");
        instance.consoleInput().write("good day\n".getBytes(StandardCharsets.UTF_8));
        instance.endConsoleInput();
        assertThat(instance.consoleOutput()).hasContent("ready\ngood day\n");
        assertThat(instance.await()).isEqualTo(new Outcome.Exited(0));
    }

    @Test
    void aRequestToStopIsSigterm() throws Exception {
        ProcessInstance instance = start("await-signal", "print ready", "hang");
        assertThat(instance.consoleOutput().read()).isEqualTo('r');
        assertThat(instance.status()).isEqualTo("running");
        instance.requestStop();
        assertThat(instance.await()).isEqualTo(new Outcome.Exited(143));
        assertThat(instance.status()).isEqualTo("ended");
    }

    @Test
    void killingEndsItAtOnce() throws Exception {
        ProcessInstance instance = start("hang");
        instance.kill();
        assertThat(instance.await()).isEqualTo(new Outcome.Killed());
    }

    @Test
    void theEnvironmentHoldsTheCommandLineAndNothingElse() throws Exception {
        ProcessInstance instance = start("environment", "report exit=0");
        assertThat(instance.consoleOutput()).asString(StandardCharsets.UTF_8).startsWith("RISTRETTO=memory=1 report=/");
    }

    @Test
    void noFileIsLeftOnceTheInstanceRuns() throws Exception {
        List<Path> folders = new ArrayList<>();
        ProcessInstance instance = ProcessInstance.start(
                kernel("report exit=0"),
                path -> {
                    folders.add(path.resolveSibling(""));
                    return Optional.empty();
                },
                tokens -> tokens,
                Optional.empty());
        assertThat(folders).hasSize(1).allSatisfy(used -> assertThat(used).doesNotExist());
        instance.await();
    }

    @Test
    void aNetworkThatEndsAtOnceIsTheReasonThatIsGiven() throws Exception {
        ProcessBuilder kernel = kernel("network", "hang");
        assertThatThrownBy(() -> ProcessInstance.start(
                        kernel,
                        path -> Optional.of(
                                new ProcessBuilder("sh", "-c", "echo 'Failed to bind port 80' >&2; exit 1").start()),
                        tokens -> tokens,
                        Optional.empty()))
                .isInstanceOf(HypervisorException.class)
                .hasMessageContaining("passt ended: Failed to bind port 80");
    }

    private ProcessInstance start(String... steps) throws IOException {
        return ProcessInstance.start(
                kernel(steps), path -> Optional.empty(), tokens -> "memory=1 " + tokens, Optional.empty());
    }

    private ProcessBuilder kernel(String... steps) throws IOException {
        Path program = folder.resolve("kernel");
        String script = """
                #!/bin/sh
                exec '%s' -Xshare:auto -XX:TieredStopAtLevel=1 -cp '%s' %s '%s'
                """.formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        System.getProperty("java.class.path"),
                        FakeKernel.class.getName(),
                        String.join("\n", steps));
        Files.writeString(program, script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new ProcessBuilder(program.toString()).redirectErrorStream(true);
    }
}
