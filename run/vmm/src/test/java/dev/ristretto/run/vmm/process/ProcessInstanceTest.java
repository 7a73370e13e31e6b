package dev.ristretto.run.vmm.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.abi.VolumePlace;
import dev.ristretto.run.vmm.AttachedInstance;
import dev.ristretto.run.vmm.FolderMount;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.Outcome;
import dev.ristretto.run.vmm.launch.InstanceChannels;
import dev.ristretto.run.vmm.launch.LaunchPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
        AttachedInstance instance = start("print ready", "echo", "report exit=0");
        instance.consoleInput().write("good day\n".getBytes(StandardCharsets.UTF_8));
        instance.endConsoleInput();
        assertThat(instance.consoleOutput()).hasContent("ready\ngood day\n");
        assertThat(instance.await()).isEqualTo(new Outcome.Exited(0));
    }

    @Test
    void aRequestToStopIsSigterm() throws Exception {
        AttachedInstance instance = start("await-signal", "print ready", "hang");
        assertThat(instance.consoleOutput().read()).isEqualTo('r');
        assertThat(instance.status()).isEqualTo("running");
        instance.requestStop();
        assertThat(instance.await()).isEqualTo(new Outcome.Exited(143));
        assertThat(instance.status()).isEqualTo("ended");
    }

    @Test
    void killingEndsItAtOnce() throws Exception {
        AttachedInstance instance = start("hang");
        instance.kill();
        assertThat(instance.await()).isEqualTo(new Outcome.Killed());
    }

    @Test
    void theEnvironmentHoldsTheCommandLineAndNothingElse() throws Exception {
        AttachedInstance instance = start("environment", "report exit=0");
        assertThat(instance.consoleOutput())
                .asString(StandardCharsets.UTF_8)
                .startsWith("RISTRETTO=memory=1 proxied report=/");
    }

    @Test
    void foldersAreServedAsLongAsTheInstanceRuns() throws Exception {
        Path shared = Files.createDirectory(folder.resolve("shared"));
        AttachedInstance instance = new FakeProcesses(
                        folder, Optional.empty(), "folder", "environment", "report exit=0")
                .folders(List.of(new FolderMount(shared, new VolumePlace("/etc/app", true))))
                .start();
        assertThat(instance.consoleOutput())
                .asString(StandardCharsets.UTF_8)
                .startsWith("101 65535 8192 9P2000.L\n")
                .containsPattern("RISTRETTO=memory=1 folder=/etc/app:ro share=/\\S+/share0 proxied report=/");
        assertThat(instance.await()).isEqualTo(new Outcome.Exited(0));
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("folder " + shared);
    }

    @Test
    void noFileIsLeftOnceTheInstanceRuns() throws Exception {
        List<Path> folders = new ArrayList<>();
        AttachedInstance instance = new FakeProcesses(folder, Optional.empty(), "report exit=0") {
            @Override
            public LaunchPlan plan(InstanceSpecification specification, InstanceChannels channels) {
                folders.add(channels.network().getParent());
                return super.plan(specification, channels);
            }
        }.start();
        assertThat(folders).hasSize(1).allSatisfy(used -> assertThat(used).doesNotExist());
        instance.await();
    }

    @Test
    void aNetworkThatEndsAtOnceIsTheReasonThatIsGiven() throws Exception {
        FakeProcesses processes = new FakeProcesses(
                folder,
                Optional.of(List.of("sh", "-c", "echo 'Failed to bind port 80' >&2; exit 1")),
                "network",
                "hang");
        assertThatThrownBy(processes::start)
                .isInstanceOf(HypervisorException.class)
                .hasMessageContaining("passt ended: Failed to bind port 80");
    }

    private AttachedInstance start(String... steps) throws IOException {
        return new FakeProcesses(folder, Optional.empty(), steps).start();
    }
}
