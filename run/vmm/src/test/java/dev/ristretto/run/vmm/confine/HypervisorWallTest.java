package dev.ristretto.run.vmm.confine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ristretto.run.host.Command;
import dev.ristretto.run.host.Command.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a program reaches that is locked in as a hypervisor is, written byte by byte. */
@Timeout(60)
class HypervisorWallTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OPEN = 2;
    private static final int LISTEN = 50;
    private static final int WRITE_ONLY = 1;
    private static final int CREATE = 0x40;

    @TempDir
    Path folder;

    private Walls walls;
    private Path readable;
    private Path writable;

    @BeforeEach
    void place() throws IOException {
        walls = new Walls(folder.resolve("cache"));
        assumeThat(walls.granted().wall()).isEqualTo(Wall.WHOLE);
        readable = Files.writeString(folder.resolve("it is, readable"), "x");
        writable = Files.createDirectory(folder.resolve("writable"));
    }

    @Test
    void ofThisHostsFilesItSeesProgramsAndItsOwn() throws Exception {
        MachineCode code = new MachineCode()
                .call(OPEN, "/etc/passwd", 0, 0)
                .printIfDone("users ")
                .call(OPEN, "/proc/self/environ", 0, 0)
                .printIfDone("processes ")
                .call(OPEN, folder.toString(), 0, 0)
                .printIfDone("folder ")
                .call(OPEN, folder.resolve("cache").toString(), 0, 0)
                .printIfDone("others ")
                .call(OPEN, "/usr", 0, 0)
                .printIfDone("programs ")
                .call(OPEN, readable.toString(), 0, 0)
                .printIfDone("own ")
                .exit(0);
        assertThat(run(code, false).output()).isEqualTo("folder programs own");
    }

    @Test
    void itChangesWhatItMayAndNoMore() throws Exception {
        MachineCode code = new MachineCode()
                .call(OPEN, readable.toString(), WRITE_ONLY, 0)
                .printIfDone("readable ")
                .call(OPEN, folder.resolve("new").toString(), CREATE | WRITE_ONLY, 0600)
                .printIfDone("folder ")
                .call(OPEN, "/usr/ristretto-was-here", CREATE | WRITE_ONLY, 0600)
                .printIfDone("programs ")
                .call(OPEN, writable.resolve("new").toString(), CREATE | WRITE_ONLY, 0600)
                .printIfDone("own ")
                .exit(0);
        assertThat(run(code, false).output()).isEqualTo("own");
        assertThat(writable.resolve("new")).exists();
        assertThat(folder.resolve("new")).doesNotExist();
    }

    @Test
    void itReadsWhatIsThereOnlyJustBeforeItStarts() throws Exception {
        MachineCode code = new MachineCode()
                .call(OPEN, folder.resolve("coming").toString(), 0, 0)
                .printIfDone("read ")
                .call(OPEN, folder.resolve("coming").toString(), WRITE_ONLY, 0)
                .printIfDone("written ")
                .exit(0);
        assertThat(run(code, false).output()).isEqualTo("read");
    }

    @Test
    void itsControlSocketIsOpenAndAtItsPlaceOutside() throws Exception {
        MachineCode code = new MachineCode()
                .call(LISTEN, 3, 1)
                .printIfDone("listening ")
                .call(OPEN, folder.resolve("control").toString(), 0, 0)
                .printIfDone("seen ")
                .exit(0);
        assertThat(run(code, false).output()).isEqualTo("listening");
        assertThat(folder.resolve("control")).exists();
    }

    @Test
    void itHasTheNetworkOfThisHostOnlyWhereItNeedsIt() throws Exception {
        try (ServerSocket service = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            MachineCode code = new MachineCode()
                    .call(41, 2, 1, 0)
                    .call(42, 4, address(service.getLocalPort()), 16)
                    .printIfDone("connected")
                    .exit(0);
            assertThat(run(code, true).output()).isEqualTo("connected");
            assertThat(run(code, false).output()).isEmpty();
        }
    }

    private static byte[] address(int port) {
        return ByteBuffer.allocate(16)
                .put(new byte[] {2, 0})
                .putShort((short) port)
                .put(new byte[] {127, 0, 0, 1})
                .array();
    }

    private Result run(MachineCode code, boolean hostNetwork) throws IOException {
        Path program = code.write(folder.resolve("program"));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Files.deleteIfExists(folder.resolve("control"));
        HypervisorNeeds needs = new HypervisorNeeds(
                program,
                1 << 20,
                1,
                true,
                List.of(readable, folder.resolve("missing")),
                List.of(writable),
                hostNetwork,
                List.of(folder.resolve("coming")),
                Optional.of(folder.resolve("control")));
        Walls.Start start = walls.ofHypervisor(Wall.WHOLE, folder.resolve("script"), needs);
        Files.writeString(folder.resolve("coming"), "here");
        Files.write(start.file(), start.script());
        List<String> command = new ArrayList<>(start.command());
        command.add(program.toString());
        Result result = Command.run(command, PATIENCE);
        assertThat(result.status()).as(result.output()).isZero();
        return result;
    }
}
