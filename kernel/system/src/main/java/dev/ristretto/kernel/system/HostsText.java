package dev.ristretto.kernel.system;

import java.util.function.Supplier;

/**
 * What the files say in /etc/hosts. It stands between files and network so that an image with the one need not hold the
 * other: as long as no file was looked for, nobody can have changed /etc/hosts.
 */
final class HostsText {
    private static volatile Supplier<String> source = () -> "";

    private HostsText() {}

    /** From now on the text comes from {@code supplier}. */
    static void from(Supplier<String> supplier) {
        source = supplier;
    }

    /** The present text, empty if the file is gone. */
    static String read() {
        return source.get();
    }
}
