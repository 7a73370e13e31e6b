package dev.ristretto.run.vmm.qemu;

import java.util.List;

/** How the unexpected end of a QEMU process is told. */
final class QemuWords {

    private static final int MOST_LINES = 2;

    private QemuWords() {}

    /**
     * One or a few lines.
     *
     * @param end what is known without QEMU
     * @param shutdownReason as QEMU's event SHUTDOWN had it; empty without one
     * @param errors what QEMU wrote to standard error
     */
    static String explain(String end, String shutdownReason, String errors) {
        StringBuilder words = new StringBuilder(end);
        if (shutdownReason.equals("guest-reset")) {
            words.append(" because the guest reset its processor");
        } else if (!shutdownReason.isEmpty()) {
            words.append(" (").append(shutdownReason).append(')');
        }
        if (!errors.isBlank()) {
            words.append(": ").append(last(errors));
        }
        return words.toString();
    }

    /** The last lines that say something. */
    static String last(String errors) {
        List<String> lines = errors.lines().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty()
                ? "it said nothing"
                : String.join("\n", lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
    }
}
