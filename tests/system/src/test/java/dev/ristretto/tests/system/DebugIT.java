package dev.ristretto.tests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An instance waits at its entry for gdb, which finds the kernel's Java methods and their callers: docs/debugging.md,
 * done.
 */
class DebugIT {

    @ParameterizedTest
    @CsvSource({"vm, gdb", "process, gdbserver"})
    void gdbBreaksInAJavaMethodOfTheKernelAndSeesItsCallers(String as, String also) throws Exception {
        assumeThat(List.of("gdb", also))
                .as("programs that debugging needs")
                .allMatch(RunsAs::isInstalled, "is installed");
        String image = Fixtures.behaviour();
        String port = Integer.toString(Fixtures.freePort());
        try (CommandRun run = CommandRun.start("run", image, "--as", as, "--debug", "--debug-port", port)) {
            String command = run.awaitErrors("target remote 127.0.0.1:" + port + "'\n")
                    .lines()
                    .filter(line -> line.startsWith("  gdb "))
                    .findFirst()
                    .orElseThrow();
            String session = gdb(command, "hbreak Threads_create", "continue", "backtrace", "delete", "continue");
            assertThat(session).containsSubsequence("Breakpoint 1", "#0 ", "Threads_create", "#1 ", "Kernel_start");
            assertThat(run.await().mustSucceed().output()).isEqualTo("nothing to do\n");
        }
    }

    @Test
    void aBusyPortIsNamedBeforeAnythingWaits() throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(holder.getLocalPort());
            CommandRun.Result result = CommandRun.run("run", Fixtures.behaviour(), "--debug", "--debug-port", port);
            assertThat(result.status()).isEqualTo(125);
            assertThat(result.errors()).contains("Port " + port + " on 127.0.0.1 is in use");
        }
    }

    /** The session that a command line begins, with more commands; what gdb prints. */
    private static String gdb(String command, String... commands) throws Exception {
        List<String> words = new ArrayList<>(List.of("sh", "-c", "exec" + command + " -q -nx -batch \"$@\"", "gdb"));
        for (String next : commands) {
            words.add("-ex");
            words.add(next);
        }
        return CommandRun.runProgram(words).output();
    }
}
