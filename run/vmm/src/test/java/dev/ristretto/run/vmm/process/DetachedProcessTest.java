package dev.ristretto.run.vmm.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.run.host.OwnProcesses;
import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.Instance;
import dev.ristretto.run.vmm.Outcome;
import dev.ristretto.run.vmm.RunFiles;
import dev.ristretto.run.vmm.launch.Launcher;
import dev.ristretto.run.vmm.launch.PythonProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that outlive whoever started them, with a program in the image's place, see {@link FakeKernel}. */
@Timeout(120)
class DetachedProcessTest {

    /** Plays passt: serves the socket, whose path it is given, and stays. */
    private static final String NETWORK =
            "python3 -c 'import socket,sys,time; s=socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen(); time.sleep(600)' ";

    @TempDir
    Path folder;

    private RunFiles files;
    private Launcher launcher;

    @BeforeEach
    void placeFiles() {
        // Words of the script and of the shell mean nothing in names.
        Path place = folder.resolve("it's a CONTROL $place");
        assertThat(place.toFile().mkdir()).isTrue();
        files = new RunFiles(
                place.resolve("control"), place.resolve("console"), place.resolve("report"), place.resolve("errors"));
        launcher = new Launcher(new FakeProcesses(folder, Optional.empty()));
    }

    @AfterEach
    void leaveNothing() {
        launcher.find(files).ifPresent(instance -> {
            instance.kill();
            // Until then its status is written to the folder, which is to be deleted.
            Outcome unused = instance.ended().join();
        });
    }

    @Test
    void consoleAndExitStatusAreInFiles() throws Exception {
        Instance instance = start("print first", "exit 7");
        assertThat(instance.await()).isEqualTo(new Outcome.Exited(7));
        assertThat(files.console()).hasContent("first\n");
        assertThat(files.control()).doesNotExist();
        assertThat(instance.identity().isAlive()).isFalse();
        assertThat(launcher.outcome(files)).isEqualTo(new Outcome.Exited(7));
    }

    @Test
    void theConsoleIsAppendedTo() throws Exception {
        start("print first", "exit 0").await();
        start("print second", "exit 0").await();
        assertThat(files.console()).hasContent("first\nsecond\n");
    }

    @Test
    void itRunsInASessionThatIsNotThisProcesss() throws Exception {
        Instance instance = start("hang");
        assertThat(session(instance.identity().pid()))
                .isNotEqualTo(session(ProcessHandle.current().pid()));
        assertThat(instance.identity().usage()).isPresent();
        assertThat(instance.status()).isEqualTo("running");
    }

    @Test
    void aRequestToStopIsSigtermWhoeverMakesIt() throws Exception {
        Instance first = start("await-signal", "print ready", "hang");
        awaitConsole("ready");
        Instance second = launcher.attach(first.identity(), files).orElseThrow();
        second.requestStop();
        assertThat(second.await()).isEqualTo(new Outcome.Exited(143));
        assertThat(first.await()).isEqualTo(new Outcome.Exited(143));
    }

    @Test
    void anInstanceOfWhichOnlyTheFilesAreKnownIsFound() throws Exception {
        Instance instance = start("hang");
        assertThat(launcher.find(files).map(Instance::identity)).contains(instance.identity());
        assertThat(launcher.find(
                        new RunFiles(folder.resolve("contro"), files.console(), files.report(), files.errors())))
                .isEmpty();
    }

    @Test
    void anotherProcessOfTheSameNumberIsNotAttachedTo() throws Exception {
        ProcessIdentity identity = start("hang").identity();
        ProcessIdentity reused = new ProcessIdentity(identity.pid(), identity.startTicks() + 1, identity.boot());
        assertThat(launcher.attach(reused, files)).isEmpty();
    }

    @Test
    void killingEndsItAtOnce() throws Exception {
        Instance instance = start("hang");
        instance.kill();
        assertThat(instance.await()).isEqualTo(new Outcome.Killed());
        assertThat(files.control()).doesNotExist();
    }

    @Test
    void whoIsKilledBySomebodyElseIsLost() throws Exception {
        Instance instance = start("hang");
        instance.identity().kill();
        assertThat(instance.await()).isEqualTo(new Outcome.Died("signal 9 ended the process"));
        assertThat(launcher.outcome(files)).isEqualTo(new Outcome.Died("signal 9 ended the process"));
    }

    @Test
    void aPanicIsTold() throws Exception {
        assertThat(start("exit 70").await()).isEqualTo(new Outcome.Panicked(""));
    }

    @Test
    void itsNetworkStartsFirstAndEndsWithIt() throws Exception {
        FakeProcesses processes = new FakeProcesses(folder, Optional.of(network()), "print ready", "hang");
        Instance instance = processes.start(files);
        awaitConsole("ready");
        ProcessIdentity network = PythonProcesses.withArgument(socket()).orElseThrow();
        network.kill();
        assertThat(instance.await())
                .as("without its network")
                .isEqualTo(new Outcome.Died("signal 9 ended the process"));
        while (Files.exists(Path.of(socket()))) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aNetworkThatStaysIsKilled() throws Exception {
        Instance instance = new FakeProcesses(folder, Optional.of(network()), "exit 3").start(files);
        ProcessIdentity network = PythonProcesses.withArgument(socket()).orElseThrow();
        assertThat(instance.await()).isEqualTo(new Outcome.Exited(3));
        while (network.isAlive()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aNetworkThatEndsAtOnceIsTheReasonThatIsGiven() {
        FakeProcesses processes = new FakeProcesses(
                folder, Optional.of(List.of("sh", "-c", "echo 'Failed to bind port 80' >&2; exit 1")), "hang");
        assertThatThrownBy(() -> processes.start(files))
                .isInstanceOf(HypervisorException.class)
                .hasMessageContaining("did not start: Failed to bind port 80");
        assertThat(launcher.find(files)).isEmpty();
    }

    @Test
    void whoIsInterruptedWhileStartingLeavesNoProcess() throws Exception {
        FakeProcesses processes = new FakeProcesses(folder, Optional.empty(), "hang");
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> processes.start(files)).isInstanceOf(HypervisorException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        while (OwnProcesses.withArgument(files.control().toString()).isPresent()) {
            Thread.onSpinWait();
        }
        assertThat(launcher.find(files)).isEmpty();
    }

    private Instance start(String... steps) throws IOException {
        return new FakeProcesses(folder, Optional.empty(), steps).start(files);
    }

    private String socket() {
        return files.control() + ".net";
    }

    private List<String> network() {
        return List.of("sh", "-c", "exec " + NETWORK + "\"$1\"", "network", socket());
    }

    private void awaitConsole(String text) throws IOException {
        while (!Files.exists(files.console())
                || !Files.readString(files.console()).contains(text)) {
            Thread.onSpinWait();
        }
    }

    private static String session(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[3];
    }
}
