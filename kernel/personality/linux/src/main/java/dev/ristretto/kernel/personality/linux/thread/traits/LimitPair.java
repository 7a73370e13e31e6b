package dev.ristretto.kernel.personality.linux.thread.traits;

/**
 * How much of something a process may have (getrlimit(2)).
 *
 * @param current what counts now
 * @param most what the process may raise that to, both without a sign
 */
public record LimitPair(long current, long most) {
    /** No limit. */
    public static final long INFINITE = -1;

    static final LimitPair NONE = new LimitPair(INFINITE, INFINITE);

    public static LimitPair of(long both) {
        return new LimitPair(both, both);
    }
}
