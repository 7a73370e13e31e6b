package dev.ristretto.run.vmm.launch;

import java.util.List;

/** The end of what a program has said, which tells why it failed. */
public final class LastLines {

    private static final int MOST = 2;

    private LastLines() {}

    /** The last lines that say something. */
    public static String of(String errors) {
        return last(errors, MOST);
    }

    /** The last line that says something. */
    public static String one(String errors) {
        return last(errors, 1);
    }

    private static String last(String errors, int most) {
        List<String> lines = errors.lines().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty()
                ? "it said nothing"
                : String.join("\n", lines.subList(Math.max(0, lines.size() - most), lines.size()));
    }
}
