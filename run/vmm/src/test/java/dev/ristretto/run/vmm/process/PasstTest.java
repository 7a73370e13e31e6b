package dev.ristretto.run.vmm.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.run.host.PublishedPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasstTest {

    private static final Path PROGRAM = Path.of("/usr/bin/passt");
    private static final Path SOCKET = Path.of("/run/r/network");

    @Test
    void portsArePublishedByProtocolAndAddress() {
        List<String> command = Passt.command(
                PROGRAM,
                SOCKET,
                List.of(
                        PublishedPort.parse("8080:80"),
                        PublishedPort.parse("0.0.0.0:53:5353/udp"),
                        PublishedPort.parse("8443:443")),
                Optional.of(Path.of("/run/capture")),
                false);
        assertThat(command).containsSubsequence("--pcap", "/run/capture");
        assertThat(command)
                .containsSubsequence("-t", "127.0.0.1/8080:80", "-t", "127.0.0.1/8443:443")
                .containsSubsequence("-u", "0.0.0.0/53:5353")
                .endsWith("--socket", SOCKET.toString());
    }

    @Test
    void nothingIsPublishedUnlessAsked() {
        assertThat(Passt.command(PROGRAM, SOCKET, List.of(), Optional.empty(), false))
                .containsSubsequence("-t", "none", "-u", "none");
    }

    @Test
    void itEndsWithItsInstance() {
        assertThat(Passt.command(PROGRAM, SOCKET, List.of(), Optional.empty(), false))
                .contains("--one-off", "--foreground");
    }

    @Test
    void rootStaysRootBecauseTheSocketIsInItsFolder() {
        assertThat(Passt.command(PROGRAM, SOCKET, List.of(), Optional.empty(), true))
                .containsSubsequence("--runas", "0");
        assertThat(Passt.command(PROGRAM, SOCKET, List.of(), Optional.empty(), false))
                .doesNotContain("--runas");
    }

    @Test
    void itIsLookedForOnTheSearchPath(@TempDir Path folder) throws Exception {
        assertThat(Passt.find(folder.toString())).isEmpty();
        Path program = Files.writeString(folder.resolve("passt"), "");
        assertThat(Passt.find("/nowhere:" + folder)).as("not executable").isEmpty();
        assertThat(program.toFile().setExecutable(true)).isTrue();
        assertThat(Passt.find("/nowhere:" + folder)).contains(program);
    }
}
