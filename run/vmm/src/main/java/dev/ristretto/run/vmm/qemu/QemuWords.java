package dev.ristretto.run.vmm.qemu;

import dev.ristretto.run.vmm.launch.LastLines;

/** How the unexpected end of a QEMU process is told. */
final class QemuWords {

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
            words.append(": ").append(LastLines.of(errors));
        }
        return words.toString();
    }
}
