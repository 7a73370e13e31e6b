package dev.ristretto.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which probes may differ from HotSpot. The file says a reason after {@code #}, and below it the names that it holds
 * for, one a line; a star stands for any text. A name that begins with {@code process:} or {@code vm:} holds for that
 * machine alone.
 */
final class AllowedDifferences {
    private final Set<String> names = new TreeSet<>();

    private AllowedDifferences() {}

    static AllowedDifferences read(Path file, String machine) throws IOException {
        AllowedDifferences allowed = new AllowedDifferences();
        boolean reason = false;
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("#")) {
                reason = true;
            } else if (line.isBlank()) {
                reason = false;
            } else {
                assertThat(reason).as("a reason for " + line).isTrue();
                allowed.add(line, machine);
            }
        }
        return allowed;
    }

    private void add(String line, String machine) {
        boolean restricted = line.startsWith(RunsAs.PROCESS + ":") || line.startsWith(RunsAs.VM + ":");
        if (!restricted) {
            names.add(line);
        } else if (line.startsWith(machine + ":")) {
            names.add(line.substring(machine.length() + 1));
        }
    }

    Set<String> names() {
        return names;
    }

    /** The entries that allow a probe to differ. */
    Set<String> matching(String probe) {
        return names.stream().filter(entry -> matches(entry, probe)).collect(Collectors.toSet());
    }

    private static boolean matches(String entry, String probe) {
        String[] parts = entry.split("\\*", -1);
        StringBuilder pattern = new StringBuilder();
        for (int index = 0; index < parts.length; index++) {
            pattern.append(index == 0 ? "" : ".*").append(Pattern.quote(parts[index]));
        }
        return probe.matches(pattern.toString());
    }
}
