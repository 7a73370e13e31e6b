package dev.ristretto.run.vmm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.abi.BootNote;
import dev.ristretto.run.host.PublishedPort;
import dev.ristretto.run.vmm.AttachedInstance;
import dev.ristretto.run.vmm.BootableFile;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The life of an instance, with a program in QEMU's place that speaks its protocols. */
@Timeout(90)
class QemuInstanceTest {

    @TempDir
    Path folder;

    private Qemu qemu;

    @BeforeEach
    void installFake() throws IOException {
        qemu = new Qemu(FakeQemu.install(folder).toString(), folder.resolve("cache"));
    }

    @Test
    void theExitStatusIsTheOneThatTheGuestReports() throws Exception {
        AttachedInstance instance = start("report exit=7", "exit 1");
        assertThat(instance.await()).isEqualTo(new Outcome.Exited(7));
    }

    @Test
    void aPanicOutweighsAnExitStatus() throws Exception {
        AttachedInstance instance = start("report panic=too little memory", "report exit=0", "exit 1");
        assertThat(instance.await()).isEqualTo(new Outcome.Panicked("too little memory"));
    }

    @Test
    void whatTheGuestReportsButIsNotKnownIsIgnored() throws Exception {
        AttachedInstance instance =
                start("report load=12", "report exit=256", "report exit=-1", "report exit=3", "exit 1");
        assertThat(instance.await()).isEqualTo(new Outcome.Exited(3));
    }

    @Test
    void theConsoleIsReadFromTheFirstByteToTheLast() throws Exception {
        AttachedInstance instance = start("print first", "print last", "report exit=0", "exit 1");
        instance.await();
        assertThat(new String(instance.consoleOutput().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("first\nlast\n");
    }

    @Test
    void inputReachesTheGuest() throws Exception {
        AttachedInstance instance = start("echo", "report exit=0", "exit 1");
        instance.consoleInput().write("Grüße\n".getBytes(StandardCharsets.UTF_8));
        instance.consoleInput().flush();
        instance.await();
        assertThat(new String(instance.consoleOutput().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("Grüße\n");
    }

    @Test
    void aRequestToStopPressesThePowerButton() throws Exception {
        AttachedInstance instance = start("await-power-button", "print stopped", "report exit=143", "exit 1");
        assertThat(instance.status()).isEqualTo("running");
        instance.requestStop();
        assertThat(instance.await()).isEqualTo(new Outcome.Exited(143));
        assertThat(instance.status()).isEqualTo("ended");
    }

    @Test
    void killEndsAGuestThatDoesNotListen() throws Exception {
        AttachedInstance instance = start("print here", "hang");
        assertThat(instance.consoleOutput().read()).isEqualTo('h');
        instance.kill();
        assertThat(instance.await()).isEqualTo(new Outcome.Killed());
        assertThat(new String(instance.consoleOutput().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("ere\n");
    }

    @Test
    void anUnexpectedEndTellsWhatQemuSaid() throws Exception {
        AttachedInstance instance = start("error qemu: cannot go on", "reset", "exit 1");
        assertThat(instance.await())
                .isEqualTo(new Outcome.Died(
                        "QEMU ended with status 1 because the guest reset its processor: qemu: cannot go on"));
    }

    @Test
    void aRefusedConfigurationIsAnErrorWithQemusWords() throws Exception {
        assertThatThrownBy(() -> start("refuse"))
                .isInstanceOf(HypervisorException.class)
                .hasMessage(
                        "QEMU did not start: qemu-system-x86_64: -netdev user: Could not set up host forwarding rule");
    }

    @Test
    void environmentAndArgumentsTravelInAFileThatIsGoneThen() throws Exception {
        AttachedInstance instance = start("parameters", "append", "hang");
        assertThat(new BufferedReader(new InputStreamReader(instance.consoleOutput(), StandardCharsets.UTF_8))
                        .lines()
                        .limit(2))
                .containsExactly(
                        "abi=" + BootNote.VERSION + " env=GREETING=good%20day arg=--port arg=80",
                        "processors=1 virtio_mmio.device=512@0xfeb00e00:23 virtio_mmio.device=512@0xfeb00c00:22");
        List<String> command = argumentsOfDescendants().toList();
        assertThat(command).contains("-initrd").noneMatch(argument -> argument.contains("GREETING"));
        assertThat(Path.of(command.get(command.indexOf("-initrd") + 1))).doesNotExist();
        instance.kill();
        instance.await();
    }

    @Test
    void nothingIsLeftInTheTemporaryFolderWhileAnInstanceRuns() throws Exception {
        AttachedInstance instance = start("print here", "hang");
        assertThat(instance.consoleOutput().read()).isEqualTo('h');
        List<String> command = argumentsOfDescendants()
                .filter(argument -> argument.startsWith("socket,id=control,path="))
                .toList();
        assertThat(command).isNotEmpty();
        assertThat(Path.of(command.getFirst().substring("socket,id=control,path=".length()))
                        .getParent())
                .doesNotExist();
        instance.kill();
        instance.await();
    }

    @Test
    void aBusyPortNamesTheProcessThatHoldsItBeforeQemuIsStarted() throws Exception {
        try (ServerSocket holder = new ServerSocket()) {
            holder.bind(new InetSocketAddress("127.0.0.1", 0));
            InstanceSpecification specification = specification(
                    List.of(PublishedPort.parse(holder.getLocalPort() + ":80")), "report exit=0", "exit 1");
            assertThatThrownBy(() -> qemu.start(specification))
                    .isInstanceOf(HypervisorException.class)
                    .hasMessageStartingWith("Port " + holder.getLocalPort() + " on 127.0.0.1 is in use by process "
                            + ProcessHandle.current().pid() + " (");
        }
    }

    @Test
    void missingQemuIsAnErrorThatSaysHowToInstallIt() {
        Qemu missing = new Qemu(folder.resolve("empty").toString(), folder.resolve("cache"));
        assertThatThrownBy(() -> missing.start(specification(List.of(), "exit 1")))
                .isInstanceOf(HypervisorException.class)
                .hasMessageStartingWith("QEMU is not installed: there is no qemu-system-x86_64 on the PATH\nInstall ")
                .hasMessageContaining("qemu-system-x86");
    }

    private AttachedInstance start(String... steps) throws IOException {
        return qemu.start(specification(List.of(), steps));
    }

    private InstanceSpecification specification(List<PublishedPort> ports, String... steps) throws IOException {
        Path kernel = BootableFile.write(folder.resolve("kernel"), steps);
        return InstanceSpecification.builder("test", kernel, 64L << 20)
                .arguments(List.of("--port", "80"))
                .environment(Map.of("GREETING", "good day"))
                .options(Map.of("machine", "microvm", "accelerator", "tcg"))
                .ports(ports)
                .build();
    }

    private static Stream<String> argumentsOfDescendants() {
        return ProcessHandle.current()
                .descendants()
                .flatMap(process -> process.info().arguments().stream())
                .flatMap(Stream::of);
    }
}
