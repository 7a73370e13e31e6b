package dev.ristretto.build.compiler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Picks from the builder's output the few lines that tell why it failed. */
final class BuilderLog {
    private static final int MOST_LINES = 12;
    /** Status of a process that the operating system killed, as it does when memory runs out. */
    private static final int KILLED = 137;

    /** Of the compiler, which finds a class of another program among objects of the JDK. */
    private static final String LEFT_BY_ANOTHER = "objects from a previous build leaked in the current build";

    private BuilderLog() {}

    /** Whether a build failed for what another one has left in the builder, where it would not by itself. */
    static boolean showsEarlierBuild(Path log) throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8).contains(LEFT_BY_ANOTHER);
    }

    /** The essential lines of a failed build. */
    static String reason(Path log, int status) throws IOException {
        List<String> lines = Files.readString(log, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("WARNING:"))
                .toList();
        Set<String> picked = new LinkedHashSet<>();
        String rootCause = "";
        for (int i = 0; i < lines.size() && picked.size() < MOST_LINES; i++) {
            String line = lines.get(i);
            if (line.startsWith("Error:") || line.startsWith("Exception in thread")) {
                picked.add(line);
                // An explanation may follow on lines of its own; frames of stack traces are left to the log.
                while (i + 1 < lines.size() && picked.size() < MOST_LINES && explains(lines.get(i + 1))) {
                    i++;
                    picked.add(lines.get(i));
                }
            } else if (line.startsWith("Fatal error:")) {
                // Several threads fail for the same reason; the first exception and its innermost cause tell it.
                rootCause = line;
            } else if (!rootCause.isEmpty() && line.startsWith("Caused by:")) {
                rootCause = line;
            } else if (!rootCause.isEmpty() && line.isBlank()) {
                picked.add(rootCause);
                rootCause = "";
            }
        }
        if (!rootCause.isEmpty()) {
            picked.add(rootCause);
        }
        if (picked.isEmpty()) {
            picked.addAll(lines.subList(Math.max(0, lines.size() - 5), lines.size()));
        }
        boolean killed = status == KILLED;
        String memory = killed || lines.stream().anyMatch(line -> line.contains("OutOfMemoryError"))
                ? "The compiler ran out of memory; it needs about 4 GB." + System.lineSeparator()
                : "";
        return "The ahead-of-time compiler failed (status " + status + "):" + System.lineSeparator() + memory
                + String.join(System.lineSeparator(), picked);
    }

    private static boolean explains(String line) {
        boolean frame = line.strip().startsWith("at ") || line.strip().startsWith("... ");
        return !line.isBlank()
                && !frame
                && !line.startsWith("Caused by:")
                && !line.startsWith("---")
                && !line.startsWith("com.oracle.svm.core.util.UserError");
    }
}
