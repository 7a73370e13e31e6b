package dev.ristretto.kernel.personality.linux.time;

/**
 * The time, and waiting for it, so that tests can have a time of their own. Nanoseconds. Safe for use by several
 * threads.
 */
public interface ClockSource {
    /** A time that never comes. */
    long NEVER = Long.MAX_VALUE;

    /** Since the instance began; never goes back. */
    long monotonic();

    /** Since 1970-01-01T00:00:00Z. */
    long realtime();

    /**
     * Parks the calling thread until a moment of {@link #monotonic}, {@link #NEVER} for as long as need be. Ends early
     * when the thread is unparked, and may end early without a reason.
     */
    void parkUntil(long deadline);

    /**
     * The moment of {@link #monotonic} at which {@link #realtime} will say {@code moment}; {@link #NEVER} if that is
     * too far.
     */
    default long monotonicAt(long moment) {
        if (moment == NEVER) {
            return NEVER;
        }
        return after(moment - realtime());
    }

    /** The moment of {@link #monotonic} that is {@code nanoseconds} from now, {@link #NEVER} if that is too far. */
    default long after(long nanoseconds) {
        long now = monotonic();
        return nanoseconds > NEVER - now ? NEVER : now + nanoseconds;
    }
}
