package dev.ristretto.kernel.network.time;

/** A token bucket: so many at once, so many in a second. */
public final class RateLimit {
    private final long interval;
    private final int burst;
    private long tokens;
    private long last;

    /** A full bucket. */
    public RateLimit(int perSecond, int burst) {
        interval = 1_000_000_000L / perSecond;
        this.burst = burst;
        tokens = burst;
    }

    /** Takes a token if there is one. */
    public boolean tryTake(long now) {
        long gained = (now - last) / interval;
        if (gained > 0 || last == 0) {
            tokens = Math.min(burst, tokens + Math.max(0, gained));
            last = last == 0 ? now : last + gained * interval;
        }
        if (tokens == 0) {
            return false;
        }
        tokens--;
        return true;
    }
}
