package dev.ristretto.run.vmm.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ristretto.run.vmm.AttachedInstance;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.Instance;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.Outcome;
import dev.ristretto.run.vmm.RunFiles;
import dev.ristretto.run.vmm.confine.MachineCode;
import dev.ristretto.run.vmm.confine.Wall;
import dev.ristretto.run.vmm.confine.Walls;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A program that has the form of an image and is none: what it can do is what the walls of this host leave it. */
@Timeout(60)
class ForeignImageTest {

    private static final Outcome TRAPPED = new Outcome.Died("it was ended for a system call that no process may make");

    @TempDir
    Path folder;

    private ProcessHypervisor hypervisor;
    private Wall wall;

    @BeforeEach
    void lookAtHost() {
        hypervisor = new ProcessHypervisor("", folder.resolve("cache"));
        wall = new Walls(folder.resolve("cache")).granted().wall();
        assumeThat(wall).as("this host grants walls").isNotEqualTo(Wall.NONE);
    }

    @ParameterizedTest
    @MethodSource("attempts")
    void itIsStoppedAtTheFirstInstructionThatReachesOut(String what, int call, Object[] arguments) throws Exception {
        MachineCode code = new MachineCode()
                .print("begun")
                .call(call, arguments)
                .print(", went on")
                .exit(0);
        AttachedInstance instance = hypervisor.start(specification(code));
        assertThat(instance.consoleOutput()).as(what).hasContent("begun");
        assertThat(instance.await()).isEqualTo(TRAPPED);
    }

    static Stream<Arguments> attempts() {
        return Stream.of(
                attempt("read a file", 2, "/etc/passwd", 0, 0),
                attempt("read a file, the newer way", 257, -100, "/etc/passwd", 0, 0),
                attempt("write a file", 85, "/tmp/ristretto-was-here", 0644),
                attempt("a socket of IPv4", 41, 2, 1, 0),
                attempt("a socket of IPv6", 41, 10, 2, 0),
                attempt("a raw socket of the Unix domain", 41, 1, 3, 0),
                attempt("a connected pair", 53, 1, 1, 0, "12345678"),
                attempt("fork", 57),
                attempt("vfork", 58),
                attempt("clone", 56, 17, 0, 0, 0, 0),
                attempt("a thread, with one processor", 56, 0x50f00, 0, 0, 0, 0),
                attempt("another program", 59, "/bin/sh", 0, 0),
                attempt("another program, the newer way", 322, -100, "/bin/sh", 0, 0, 0),
                attempt("a signal to others", 62, -1, 9),
                attempt("another process's memory", 101, 16, 1, 0, 0),
                attempt("executable memory", 9, 0x2000_0000_0000L, 4096, 7, 0x4032, -1, 0),
                attempt("a mount", 165, "none", "/", "tmpfs", 0, 0),
                attempt("a filter less", 317, 0, 0, 0),
                attempt("the calls of 32 bits", 0x4000_0002, "/etc/passwd", 0, 0),
                attempt("a ring of calls", 425, 8, "12345678"));
    }

    private static Arguments attempt(String what, int call, Object... arguments) {
        return Arguments.of(what, call, arguments);
    }

    @Test
    void ofTheSocketsOfThisHostItReachesItsOwnAlone() throws Exception {
        assumeThat(wall).isEqualTo(Wall.WHOLE);
        Path other = folder.resolve("other");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(other));
            MachineCode code = new MachineCode()
                    .call(41, 1, 1, 0)
                    .printIfDone("socket")
                    .call(42, 3, "\1\0" + other, 3 + other.toString().length())
                    .printIfDone(" of another")
                    .call(42, 3, "\1\0/channels/report", 19)
                    .printIfDone(" of its own")
                    .exit(0);
            AttachedInstance instance = hypervisor.start(specification(code));
            assertThat(instance.consoleOutput()).hasContent("socket of its own");
            instance.await();
        }
    }

    @Test
    void itGetsNoDescriptorOfItsStarterButTheConsole() throws Exception {
        MachineCode code = new MachineCode()
                .call(1, 3, "x", 1)
                .printIfDone("3 is open")
                .call(1, 5, "x", 1)
                .printIfDone("5 is open")
                .print("done")
                .exit(0);
        AttachedInstance instance = hypervisor.start(specification(code));
        assertThat(instance.consoleOutput()).hasContent("done");
        assertThat(instance.await()).isEqualTo(new Outcome.Died("the process ended with status 0"));
    }

    @Test
    void aFurtherProcessorIsAThread() throws Exception {
        MachineCode code = new MachineCode()
                .call(56, 0x50f00, 0, 0, 0, 0)
                .printIfDone("runs")
                .exit(0);
        InstanceSpecification two =
                specification(code).toBuilder().processors(2).build();
        AttachedInstance instance = hypervisor.start(two);
        assertThat(instance.consoleOutput())
                .asString(StandardCharsets.UTF_8)
                .as("said by one of them or by both")
                .startsWith("runs");
        instance.await();
    }

    @Test
    void memoryBeyondItsShareIsNotToBeHad() throws Exception {
        long tooMuch = 1L << 30;
        MachineCode code = new MachineCode()
                .call(9, 0x2000_0000_0000L, 1 << 20, 3, 0x4032, -1, 0)
                .printIfDone("little")
                .call(9, 0x2100_0000_0000L, tooMuch, 3, 0x4032, -1, 0)
                .printIfDone(" and too much")
                .exit(0);
        AttachedInstance instance = hypervisor.start(specification(code));
        assertThat(instance.consoleOutput()).hasContent("little");
        instance.await();
    }

    @Test
    void aDetachedOneIsLockedInAlike() throws Exception {
        RunFiles files = new RunFiles(
                folder.resolve("control"),
                folder.resolve("console"),
                folder.resolve("report"),
                folder.resolve("errors"));
        MachineCode code = new MachineCode()
                .print("begun")
                .call(2, "/etc/passwd", 0, 0)
                .print(", went on")
                .exit(0);
        try {
            Instance instance = hypervisor.start(specification(code), files);
            assertThat(instance.await()).isEqualTo(TRAPPED);
        } catch (HypervisorException endedBeforeItCouldBeWatched) {
            assertThat(hypervisor.outcome(files)).isEqualTo(TRAPPED);
        }
        assertThat(files.console()).hasContent("begun");
        assertThat(folder.resolve("control.script")).doesNotExist();
    }

    @Test
    void withoutWallsItIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("no folder"), "");
        ProcessHypervisor wallless = new ProcessHypervisor("", file);
        InstanceSpecification own = specification(new MachineCode().print("own").exit(0));
        AttachedInstance instance = wallless.start(own);
        assertThat(instance.notice())
                .hasValueSatisfying(line -> assertThat(line).contains("nothing locks it in"));
        assertThat(instance.consoleOutput()).asString(StandardCharsets.UTF_8).isEqualTo("own");
        assertThatThrownBy(() -> wallless.start(own.toBuilder().foreign(true).build()))
                .isInstanceOf(HypervisorException.class)
                .hasMessageContaining("comes from somebody else")
                .hasMessageEndingWith("--as vm");
    }

    @Test
    void behindTheWholeWallItMayRun() throws Exception {
        assumeThat(wall).isEqualTo(Wall.WHOLE);
        InstanceSpecification foreign = specification(
                        new MachineCode().print("foreign").exit(0))
                .toBuilder()
                .foreign(true)
                .build();
        AttachedInstance instance = hypervisor.start(foreign);
        assertThat(instance.consoleOutput()).hasContent("foreign");
        instance.await();
    }

    private InstanceSpecification specification(MachineCode code) throws Exception {
        Path kernel = code.write(folder.resolve("image"));
        return InstanceSpecification.builder("test", kernel, 64L << 20).build();
    }
}
