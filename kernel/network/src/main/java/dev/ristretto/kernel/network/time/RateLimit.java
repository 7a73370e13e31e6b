package dev.ristretto.kernel.network.time;

import java.util.random.RandomGenerator;

/**
 * A token bucket: so many at once, so many in a second, at most. Each costs one to three tokens by chance, for who
 * could count what others have taken would learn what they do (as with CVE-2020-25705).
 */
public final class RateLimit {
    private static final int MOST_TOKENS = 3;

    private final long interval;
    private final int burst;
    private final RandomGenerator random;
    private long tokens;
    private long last;

    /**
     * A full bucket.
     *
     * @param perSecond tokens that come in a second
     * @param burst tokens that it holds
     */
    public RateLimit(int perSecond, int burst, RandomGenerator random) {
        this.random = random;
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
        if (tokens <= 0) {
            return false;
        }
        tokens -= random.nextLong(1, MOST_TOKENS + 1);
        return true;
    }
}
