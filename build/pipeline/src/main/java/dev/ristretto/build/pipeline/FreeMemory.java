package dev.ristretto.build.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether there is the memory that the compiler needs, before it ends for want of it or stops everything else. */
final class FreeMemory {
    private static final long MIB = 1 << 20;

    /** What small applications take, with some room; measured. */
    private static final long NEEDED_MIB = 3 << 10;

    private static final Pattern AVAILABLE = Pattern.compile("(?m)^(?:MemAvailable|SwapFree):\\s+(\\d+) kB$");

    private FreeMemory() {}

    /** A line if there is less than is needed; nothing if Linux does not say. */
    static Optional<String> warning() {
        try {
            return warning(Files.readString(Path.of("/proc/meminfo"), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Source: proc(5), {@code /proc/meminfo}; memory that can be had without swapping, and the swap that is free. */
    static Optional<String> warning(String information) {
        Matcher matcher = AVAILABLE.matcher(information);
        long bytes = 0;
        boolean said = false;
        while (matcher.find()) {
            bytes += Long.parseLong(matcher.group(1)) << 10;
            said = true;
        }
        return said && bytes / MIB < NEEDED_MIB
                ? Optional.of("only " + bytes / MIB + " MB of memory are free; compiling takes about " + NEEDED_MIB
                        + ": close something, or the build becomes slow or is ended by Linux")
                : Optional.empty();
    }
}
