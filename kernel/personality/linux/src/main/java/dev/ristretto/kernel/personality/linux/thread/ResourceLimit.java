package dev.ristretto.kernel.personality.linux.thread;

/**
 * How much of something a process may have (getrlimit(2)).
 *
 * @param current what counts now
 * @param most what the process may raise that to, both without a sign
 */
public record ResourceLimit(long current, long most) {
    /** No limit. */
    public static final long INFINITE = -1;

    static final ResourceLimit NONE = new ResourceLimit(INFINITE, INFINITE);

    static ResourceLimit of(long both) {
        return new ResourceLimit(both, both);
    }
}
