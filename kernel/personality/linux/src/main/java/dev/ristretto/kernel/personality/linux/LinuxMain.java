package dev.ristretto.kernel.personality.linux;

import dev.ristretto.abi.CommandLine;
import dev.ristretto.abi.LinuxImage;
import dev.ristretto.abi.Report;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.personality.linux.call.CallTrace;
import dev.ristretto.kernel.personality.linux.thread.LinuxProcess;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;

/**
 * What an image of a program of Linux runs: begins the program that its arguments name, hands it the signals that the
 * instance gets, and ends as it ends.
 */
public final class LinuxMain {
    /** As shells tell it. */
    private static final int NOT_EXECUTABLE = 126;

    private static final int NOT_FOUND = 127;

    private static final Map<String, Integer> SIGNALS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

    private LinuxMain() {}

    /** @param arguments the path of the program and its arguments */
    public static void main(String[] arguments) {
        if (arguments.length == 0) {
            tell("this image names no program to begin");
            System.exit(Report.CANNOT_START_STATUS);
        }
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) {
        LinuxProcess process;
        try {
            String directory = System.getenv().getOrDefault(LinuxImage.DIRECTORY, "/");
            process = new FrontDoor(LinuxMain::tell, trace()).begin(directory, arguments, environment());
        } catch (FileFault e) {
            tell("the files that programs expect cannot be made: " + e.reason() + " at " + e.getMessage());
            return Report.CANNOT_START_STATUS;
        } catch (PosixException e) {
            tell("cannot begin " + arguments.getFirst() + ": " + e.getMessage());
            return e.errno() == Errno.ENOENT ? NOT_FOUND : NOT_EXECUTABLE;
        }
        SIGNALS.forEach((name, number) -> Signal.handle(new Signal(name), _ -> process.signal(number)));
        return process.awaitEnd().status();
    }

    /** Of what the instance was given, all but what is meant for the kernel. */
    private static List<String> environment() {
        List<String> variables = new ArrayList<>();
        new TreeMap<>(System.getenv()).forEach((name, value) -> {
            if (!name.startsWith(CommandLine.PROPERTY)) {
                variables.add(name + "=" + value);
            }
        });
        return variables;
    }

    private static @Nullable CallTrace trace() {
        return Boolean.getBoolean(LinuxImage.TRACE) ? new CallTrace(System.err::println) : null;
    }

    private static void tell(String line) {
        System.err.println("ristretto: " + line);
    }
}
