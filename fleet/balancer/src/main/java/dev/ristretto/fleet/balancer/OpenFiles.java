package dev.ristretto.fleet.balancer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many files, connections among them, this process may have open (getrlimit(2), RLIMIT_NOFILE). */
final class OpenFiles {

    private static final Path LIMITS = Path.of("/proc/self/limits");

    /** Soft and hard limit; the JVM raises the soft one to the hard one when it starts. */
    private static final Pattern LINE = Pattern.compile("Max open files\\s+(\\d{1,18})\\s.*");

    /** What Linux gives processes that nobody has configured. */
    private static final long USUAL = 1024;

    private OpenFiles() {}

    /** The limit, or the usual one if it cannot be read. */
    static long most() {
        try {
            return most(Files.readString(LIMITS));
        } catch (IOException e) {
            return USUAL;
        }
    }

    /** The limit that the text of /proc/PID/limits (proc(5)) tells. */
    static long most(String limits) {
        return limits.lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .mapToLong(line -> Long.parseLong(line.group(1)))
                .findFirst()
                .orElse(limits.contains("Max open files") ? Long.MAX_VALUE : USUAL);
    }
}
