package dev.ristretto.fleet.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.fleet.api.error.FleetException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starting the daemon, with shell scripts in its place. */
@Timeout(60)
class DaemonLauncherTest {

    @TempDir
    Path folder;

    private FleetFolders folders;

    @BeforeEach
    void create() {
        folders = new FleetFolders(folder.resolve("data"));
        folders.create();
    }

    @Test
    void whoeverAnswersIsTheDaemon() throws Exception {
        try (ServerSocketChannel daemon = listen()) {
            assertThat(launcher("echo started > never").ensure().isAnswered()).isTrue();
            assertThat(daemon.isOpen()).isTrue();
        }
        assertThat(folder.resolve("data/never")).doesNotExist();
    }

    @Test
    void aDaemonThatEndsAtOnceIsToldWithItsLastWords() throws Exception {
        Files.writeString(folders.log(), "something earlier\n");
        assertThatThrownBy(() -> launcher("echo the disk is full >&2; exit 1").ensure())
                .isInstanceOf(FleetException.class)
                .hasMessage(
                        "The daemon ended at once: something earlier | the disk is full\nIts log is " + folders.log());
    }

    /** The one that has the lock may be about to end; nobody would be left if its successor had given up for good. */
    @Test
    void whoFindsAnotherDaemonThatDoesNotAnswerTriesAgain() throws Exception {
        Path second = folder.resolve("data/second");
        Thread daemon = Thread.ofVirtual().start(() -> {
            while (!Files.exists(second)) {
                LockSupport.parkNanos(1_000_000);
            }
            try (ServerSocketChannel socket = listen()) {
                socket.accept().close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        launcher("if [ -e first ]; then echo > second; else echo > first; fi; exit " + DaemonLauncher.ALREADY_RUNNING)
                .ensure();
        assertThat(second).exists();
        daemon.join();
    }

    @Test
    void aLargeLogIsSetAside() throws Exception {
        Files.writeString(folders.log(), "x".repeat((1 << 20) + 1));
        assertThatThrownBy(() -> launcher("echo new; exit 1").ensure())
                .hasMessageStartingWith("The daemon ended at once: new");
        assertThat(folders.log().resolveSibling("daemon.log.1")).hasSize((1 << 20) + 1);
        assertThat(folders.log()).hasContent("new\n");
    }

    private DaemonLauncher launcher(String script) {
        return new DaemonLauncher(folders, List.of("sh", "-c", script));
    }

    private ServerSocketChannel listen() throws Exception {
        ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        socket.bind(UnixDomainSocketAddress.of(folders.socket()));
        return socket;
    }
}
