package dev.ristretto.run.vmm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ristretto.run.host.OwnProcesses;
import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.vmm.launch.PythonProcesses;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CompanionTest {

    private static final int KILLED = 137;

    /** Listens at a path and stays until somebody connects and goes. */
    private static final String LISTENER =
            "import socket,sys; s=socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen(); s.accept()[0].recv(1)";

    @TempDir
    Path folder;

    private Path socket;
    private final List<Process> shells = new ArrayList<>();

    @BeforeEach
    void placeSocket() throws IOException {
        // Words of the script and of the shell mean nothing in names.
        socket = Files.createDirectory(folder.resolve("it's a SOCKET $place")).resolve("net");
    }

    @AfterEach
    void leaveNothing() throws Exception {
        listener().ifPresent(ProcessIdentity::kill);
        for (Process shell : shells) {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly().waitFor();
        }
    }

    @Test
    void theShellBecomesTheProgramOnceTheHelperListens() throws Exception {
        Process shell =
                start(List.of("python3", "-c", LISTENER, socket.toString()), "ls \"$1\"; echo $$; exec sleep 600");
        try (BufferedReader output = shell.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo(socket.toString());
            assertThat(output.readLine()).isEqualTo(Long.toString(shell.pid()));
        }
    }

    @Test
    void theProgramEndsWithItsHelper() throws Exception {
        Process shell = start(List.of("python3", "-c", LISTENER, socket.toString()), "echo here; exec sleep 600");
        assertThat(shell.inputReader().readLine()).isEqualTo("here");
        listener().orElseThrow().kill();
        assertThat(shell.waitFor()).isEqualTo(KILLED);
    }

    /** Listens at a path and stays, whatever happens, as passt 2023-03-09 does now and then. */
    private static final String STUBBORN = "import signal,socket,sys,time; s=socket.socket(socket.AF_UNIX);"
            + " s.bind(sys.argv[1]); signal.signal(signal.SIGTERM, signal.SIG_IGN); s.listen(); time.sleep(600)";

    @Test
    void aHelperThatDoesNotEndWithTheProgramIsKilled() throws Exception {
        assumeThat(Path.of("/usr/bin/setpriv")).isExecutable();
        Process shell = start(List.of("python3", "-c", STUBBORN, socket.toString()), "echo here; exec sleep 600");
        assertThat(shell.inputReader().readLine()).isEqualTo("here");
        assertThat(listener()).isPresent();
        List<ProcessHandle> all = shell.descendants().toList();
        shell.destroyForcibly().waitFor();
        while (all.stream().anyMatch(ProcessHandle::isAlive)) {
            Thread.onSpinWait();
        }
    }

    /** Listens once the shell that has begun it is gone, and stays until somebody connects and goes. */
    private static final String LATE_LISTENER = """
            import os,socket,sys,time
            between = os.getppid()
            shell = lambda: open('/proc/%d/stat' % between).read().split()[3]
            first = shell()
            print('begun', flush=True)
            while shell() == first:
                time.sleep(0.01)
            s = socket.socket(socket.AF_UNIX)
            s.bind(sys.argv[1])
            s.listen()
            s.accept()[0].recv(1)
            """;

    @Test
    void aHelperThatNobodyCanConnectToAnyMoreEnds() throws Exception {
        Process shell = start(List.of("python3", "-c", LATE_LISTENER, socket.toString()), "echo here");
        assertThat(shell.inputReader().readLine()).isEqualTo("begun");
        shell.destroyForcibly().waitFor();
        while (listener().isPresent()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aHelperThatCannotBeginIsTheEndAndTheReason() throws Exception {
        Process shell = start(List.of("sh", "-c", "echo 'Failed to bind port 80' >&2; exit 1"), "echo here");
        assertThat(shell.getErrorStream()).hasContent("Failed to bind port 80");
        assertThat(shell.waitFor()).isEqualTo(KILLED);
        assertThat(shell.getInputStream()).isEmpty();
    }

    @Test
    void itIsFoundByItsNameFromTheBeginning() throws Exception {
        Process shell = start(List.of("sh", "-c", "echo begun; exec sleep 600"), "echo here");
        assertThat(shell.inputReader().readLine()).isEqualTo("begun");
        assertThat(OwnProcesses.withArgument(name()).map(found -> found.pid())).contains(shell.pid());
    }

    private Optional<ProcessIdentity> listener() {
        return PythonProcesses.withArgument(socket.toString());
    }

    private String name() {
        return "socket,path=" + folder;
    }

    private Process start(List<String> helper, String script) throws IOException {
        List<String> program = List.of("sh", "-c", script, "program", socket.toString());
        Process shell = new ProcessBuilder(Companion.command(helper, socket, program, name())).start();
        shells.add(shell);
        return shell;
    }
}
