package dev.ristretto.tools.cli.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the standard streams of this process are connected to. */
public final class StandardStreams {

    private StandardStreams() {}

    /** True if people see what is written to standard error as it comes. */
    public static boolean errorsAreTerminal() {
        return isTerminal(2);
    }

    /** True if people see what is written to standard output as it comes. */
    public static boolean outputIsTerminal() {
        return isTerminal(1);
    }

    /** True if people type standard input. */
    public static boolean inputIsTerminal() {
        return isTerminal(0);
    }

    /** {@link System#console()} tells only about input and output together, so Linux is asked (proc(5), PID/fd). */
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }
}
