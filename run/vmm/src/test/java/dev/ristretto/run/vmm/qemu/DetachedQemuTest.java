package dev.ristretto.run.vmm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.host.VerdictCache;
import dev.ristretto.run.vmm.BootableFile;
import dev.ristretto.run.vmm.GuestCounters;
import dev.ristretto.run.vmm.Hypervisor;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.Instance;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.Outcome;
import dev.ristretto.run.vmm.RunFiles;
import dev.ristretto.run.vmm.confine.Walls;
import dev.ristretto.run.vmm.launch.Control;
import dev.ristretto.run.vmm.launch.Driver;
import dev.ristretto.run.vmm.launch.InstanceChannels;
import dev.ristretto.run.vmm.launch.LaunchPlan;
import dev.ristretto.run.vmm.launch.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Instances that outlive whoever started them, with a program in QEMU's files that speaks its protocols. */
@Timeout(90)
class DetachedQemuTest {

    private static final int ALL = NetworkCounter.values().length;

    @TempDir
    Path folder;

    private Hypervisor hypervisor;
    private RunFiles files;

    @BeforeEach
    void installFake() throws IOException {
        hypervisor = new Qemu(FakeQemu.install(folder).toString(), folder.resolve("cache"));
        files = new RunFiles(
                folder.resolve("control"),
                folder.resolve("console"),
                folder.resolve("report"),
                folder.resolve("errors"));
    }

    @AfterEach
    void leaveNothing() {
        hypervisor.find(files).ifPresent(instance -> {
            instance.kill();
            // Until then its status is written to the folder, which is to be deleted.
            Outcome unused = instance.ended().join();
        });
    }

    @Test
    void consoleAndExitStatusAreInFiles() throws Exception {
        Instance instance = start("print first", "report exit=7", "exit 1");
        assertThat(instance.ended().get()).isEqualTo(new Outcome.Exited(7));
        assertThat(files.console()).hasContent("first\n");
        assertThat(files.control()).doesNotExist();
        assertThat(instance.identity().isAlive()).isFalse();
    }

    @Test
    void itRunsInASessionOfItsOwnAndIsNotTiedToThisProcess() throws Exception {
        Instance instance = start("hang");
        String stat = Files.readString(Path.of("/proc/" + instance.identity().pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        assertThat(fields[3])
                .as("session")
                .isEqualTo(Long.toString(instance.identity().pid()));
        assertThat(String.join(
                        " ",
                        ProcessHandle.of(instance.identity().pid())
                                .orElseThrow()
                                .info()
                                .arguments()
                                .orElseThrow()))
                .doesNotContain("pdeathsig");
    }

    @Test
    void whoeverAttachesCanStopItAndLearnsHowItEnded() throws Exception {
        Instance first = start("await-power-button", "report exit=143", "exit 1");
        ProcessIdentity identity = first.identity();
        // QEMU talks to one client at a time; the second waits until the first is gone, as a daemon is after kill -9.
        Instance second = hypervisor.attach(identity, files).orElseThrow();
        first.requestStop();
        assertThat(second.ended().get()).isEqualTo(new Outcome.Exited(143));
    }

    @Test
    void anInstanceOfWhichOnlyThePlaceIsKnownIsFound() throws Exception {
        Instance instance = start("hang");
        assertThat(hypervisor.find(files).map(Instance::identity)).contains(instance.identity());
        assertThat(hypervisor.find(
                        new RunFiles(files.control(), files.console(), folder.resolve("repor"), files.errors())))
                .isEmpty();
    }

    @Test
    void anotherProcessOfTheSameNumberIsNotAttachedTo() throws Exception {
        Instance instance = start("hang");
        ProcessIdentity reused = new ProcessIdentity(
                instance.identity().pid(),
                instance.identity().startTicks() + 1,
                instance.identity().boot());
        assertThat(hypervisor.attach(reused, files)).isEmpty();
    }

    @Test
    void theReportTellsTheExitStatusThoughNobodyWaited() throws Exception {
        Instance instance = start("report exit=9", "exit 1");
        ProcessIdentity identity = instance.identity();
        instance.ended().get();
        assertThat(hypervisor.attach(identity, files)).isEmpty();
        assertThat(hypervisor.outcome(files)).isEqualTo(new Outcome.Exited(9));
    }

    @Test
    void killingEndsItAtOnce() throws Exception {
        Instance instance = start("hang");
        instance.kill();
        assertThat(instance.ended().get()).isEqualTo(new Outcome.Killed());
        assertThat(files.control()).doesNotExist();
    }

    @Test
    void theConsoleCanGoOnInAnotherFile() throws Exception {
        Instance instance = start("print before", "await-power-button", "print after", "report exit=0", "exit 1");
        Path next = folder.resolve("console.2");
        instance.switchConsole(next);
        instance.requestStop();
        instance.ended().get();
        assertThat(next).content().endsWith("after\n");
    }

    @Test
    void whatTheKernelCountsIsReadFromTheGuestsMemory() throws Exception {
        Instance instance = start("report counters=1000", "print told", "hang");
        awaitConsole("told");
        assertThat(instance.counters().get()).contains(new GuestCounters(80_000_000, 3, 180, 2, 120, Map.of()));
    }

    @Test
    void whatItsNetworkCountsIsReadAsTheStackHasWrittenIt() throws Exception {
        assertThat(network("5000"))
                .containsEntry(NetworkCounter.ARP_RECEIVED_FRAMES, 1000L)
                .containsEntry(NetworkCounter.TCP_SYN_COOKIES_SENT, 1000L + ALL - 1)
                .hasSize(ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"6000", "9000", "a000", "4000"})
    void aGuestWithoutANetworkOrWithNonsenseForOneHasNoFiguresOfIt(String address) throws Exception {
        assertThat(network(address)).isEmpty();
    }

    @Test
    void countersThatAnOlderImageDoesNotHaveAreLeftOut() throws Exception {
        assertThat(network("7000"))
                .containsOnlyKeys(NetworkCounter.ARP_RECEIVED_FRAMES, NetworkCounter.ARP_RECEIVED_BYTES);
    }

    @Test
    void countersThatThisHostDoesNotKnowAreLeftOut() throws Exception {
        assertThat(network("8000")).hasSize(ALL);
    }

    /** What is read where a guest says that its network's counters are. */
    private Map<NetworkCounter, Long> network(String address) throws Exception {
        Instance instance = start("report network-counters=" + address, "report counters=1000", "print told", "hang");
        awaitConsole("told");
        GuestCounters counters = instance.counters().get().orElseThrow();
        assertThat(counters.bootNanos()).isEqualTo(80_000_000);
        return counters.network();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "report counters=2000",
                "report counters=3000",
                "report counters=-1",
                "report counters=1000000000000000"
            })
    void aGuestThatTalksNonsenseHasNoFigures(String report) throws Exception {
        Instance instance = start(report, "print told", "hang");
        awaitConsole("told");
        assertThat(instance.counters().get()).isEmpty();
    }

    @Test
    void aRefusedConfigurationIsAnErrorWithQemusWords() {
        assertThatThrownBy(() -> start("refuse"))
                .isInstanceOf(HypervisorException.class)
                .hasMessage(
                        "QEMU did not start: qemu-system-x86_64: -netdev user: Could not set up host forwarding rule");
    }

    @Test
    void whatIsNotReadyInTimeIsKilled() throws Exception {
        assertThatThrownBy(() -> startSilently(Duration.ofMillis(100)))
                .isInstanceOf(HypervisorException.class)
                .hasMessageContaining("was killed")
                .hasMessageContaining("Start it again");
        awaitEndOfSilent();
    }

    @Test
    void whoIsInterruptedWhileStartingLeavesNoProcess() throws Exception {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> startSilently(Duration.ofMinutes(1))).isInstanceOf(HypervisorException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        awaitEndOfSilent();
    }

    private void awaitConsole(String text) throws IOException {
        while (!Files.exists(files.console())
                || !Files.readString(files.console()).contains(text)) {
            Thread.onSpinWait();
        }
    }

    /** A program that never listens. */
    private void startSilently(Duration patience) throws IOException {
        String script = "echo $$ > '" + folder.resolve("pid") + "'; exec sleep 600";
        VerdictCache cache = new VerdictCache(folder);
        QemuDriver real =
                new QemuDriver("", cache, new KvmProbe(folder, cache), new QemuConfinement(new Walls(folder), cache));
        Driver silent = new Driver() {
            @Override
            public String program() {
                return real.program();
            }

            @Override
            public LaunchPlan plan(InstanceSpecification specification, InstanceChannels channels) {
                return new LaunchPlan(
                        List.of("sh", "-c", script),
                        Optional.empty(),
                        LaunchPlan.Errors.EXPLAIN,
                        false,
                        Map.of(),
                        List.of(),
                        List.of(),
                        real.control(channels),
                        Optional.empty());
            }

            @Override
            public Control control(InstanceChannels channels) {
                return real.control(channels);
            }

            @Override
            public Optional<ProcessIdentity> find(RunFiles found) {
                return real.find(found);
            }
        };
        new Launcher(silent, patience).start(specification(), files);
    }

    /** It may have been killed before it said who it is. */
    private void awaitEndOfSilent() throws Exception {
        Path file = folder.resolve("pid");
        String pid = Files.exists(file) ? Files.readString(file).strip() : "";
        while (!pid.isEmpty() && ProcessIdentity.of(Long.parseLong(pid)).isPresent()) {
            Thread.onSpinWait();
        }
    }

    private Instance start(String... steps) throws IOException {
        return hypervisor.start(specification(steps), files);
    }

    private InstanceSpecification specification(String... steps) throws IOException {
        Path kernel = BootableFile.write(folder.resolve("kernel"), steps);
        return InstanceSpecification.builder("test", kernel, 64L << 20)
                .options(Map.of("accelerator", "tcg"))
                .build();
    }
}
