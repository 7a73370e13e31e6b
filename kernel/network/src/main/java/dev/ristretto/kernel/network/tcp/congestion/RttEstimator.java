package dev.ristretto.kernel.network.tcp.congestion;

import dev.ristretto.kernel.network.buffer.Sequence;

/** The retransmission timeout from round-trip times (RFC 6298). Times in nanoseconds. */
public final class RttEstimator {
    public static final long INITIAL = 1_000_000_000L;
    /**
     * Lower than the second of RFC 6298 section 2.4, as all systems have it today: delayed acknowledgements wait 40 ms,
     * not 500.
     */
    public static final long MINIMUM = 200_000_000L;

    public static final long MAXIMUM = 120_000_000_000L;
    private static final long GRANULARITY = 1_000_000L;

    private long smoothed = -1;
    private long variation;
    private long timeout = INITIAL;
    private int backOff;
    private boolean timing;
    private int timedSequence;
    private long timedAt;

    /** Begins to time a segment unless another is being timed. */
    public void begin(int sequence, long now) {
        if (!timing) {
            timing = true;
            timedSequence = sequence;
            timedAt = now;
        }
    }

    /** Something has been sent again: its acknowledgement would not tell which copy it is for (Karn's problem). */
    public void abandon() {
        timing = false;
    }

    /** Whether a segment is being timed. */
    public boolean isTiming() {
        return timing;
    }

    /** Ends the timing if what is timed has been acknowledged. */
    public void acknowledged(int acknowledgement, long now) {
        if (timing && Sequence.after(acknowledgement, timedSequence)) {
            timing = false;
            sample(now - timedAt);
        }
    }

    /** Takes in a measurement; ends the back-off. */
    public void sample(long measured) {
        long rtt = Math.max(1, measured);
        if (smoothed < 0) {
            smoothed = rtt;
            variation = rtt / 2;
        } else {
            variation += (Math.abs(smoothed - rtt) - variation) / 4;
            smoothed += (rtt - smoothed) / 8;
        }
        timeout = Math.clamp(smoothed + Math.max(GRANULARITY, 4 * variation), MINIMUM, MAXIMUM);
        backOff = 0;
    }

    /** The present timeout, back-off included. */
    public long timeout() {
        return backOff >= 10 ? MAXIMUM : Math.min(MAXIMUM, timeout << backOff);
    }

    /** The timer has expired: the next timeout is twice as long (rule 5.5). */
    public void backOff() {
        backOff++;
    }

    /** New data has been acknowledged. */
    public void endBackOff() {
        backOff = 0;
    }

    /**
     * Data can follow; if the SYN had to be sent again and no time could be measured, with three seconds (rule 5.7).
     */
    public void synAcknowledged(boolean repeated) {
        backOff = 0;
        if (repeated && smoothed < 0) {
            timeout = 3 * INITIAL;
        }
    }

    /** Smoothed round-trip time, -1 before the first measurement. */
    public long smoothed() {
        return smoothed;
    }
}
