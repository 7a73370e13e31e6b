package dev.ristretto.kernel.posix.socket;

import java.util.HashMap;
import java.util.Map;

/**
 * Options of a socket that are kept for whoever asks for them and change nothing here. Whoever sets one has made sure
 * that there is such an option. Safe for use by several threads.
 */
public final class KeptOptions {
    private final Map<Long, Integer> values = new HashMap<>(0);

    KeptOptions() {}

    /** The value of an option, or {@code otherwise} if nobody has set it. */
    public synchronized int get(int level, int number, int otherwise) {
        return values.getOrDefault(key(level, number), otherwise);
    }

    /** Sets the value of an option. */
    public synchronized void set(int level, int number, int value) {
        values.put(key(level, number), value);
    }

    private static long key(int level, int number) {
        return (long) level << Integer.SIZE | number & 0xffff_ffffL;
    }
}
