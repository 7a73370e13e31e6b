package dev.ristretto.tools.cli.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

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

    /** Whether standard output and standard error end in the same place, as on a terminal or with {@code 2>&1}. */
    public static boolean outputAndErrorsAreOne() {
        Optional<String> output = target(1);
        return output.isPresent() && output.equals(target(2));
    }

    /** {@link System#console()} tells only about input and output together, so Linux is asked (proc(5), PID/fd). */
    private static boolean isTerminal(int descriptor) {
        return target(descriptor)
                .filter(target -> target.startsWith("/dev/pts/")
                        || target.startsWith("/dev/tty")
                        || target.equals("/dev/console"))
                .isPresent();
    }

    private static Optional<String> target(int descriptor) {
        try {
            return Optional.of(Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
