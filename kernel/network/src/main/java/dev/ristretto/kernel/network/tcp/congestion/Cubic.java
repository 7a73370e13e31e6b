package dev.ristretto.kernel.network.tcp.congestion;

/**
 * Congestion control: slow start and recovery of RFC 5681, growth by the cubic function of RFC 9438. Sizes in bytes.
 */
public final class Cubic {
    private static final double C = 0.4;
    private static final double BETA = 0.7;
    /** Growth of the region that is fair to Reno (RFC 9438 section 4.3). */
    private static final double ALPHA = 3 * (1 - BETA) / (1 + BETA);

    private static final int INITIAL_SEGMENTS = 10;
    private static final int MAXIMUM_WINDOW = 1 << 30;

    private int mss;
    private int window;
    private int threshold = Integer.MAX_VALUE;
    /** Start of the present stage of congestion avoidance; 0 before it. */
    private long epoch;

    /** Segments; the names are those of RFC 9438 section 4.1. */
    private double wMax;

    private double k;
    private double wEstimate;
    private double fraction;

    /** A connection that has sent nothing, with segments of so many bytes. */
    public Cubic(int mss) {
        this.mss = mss;
        window = initialWindow();
    }

    /** The size of segments has changed. */
    public void setMss(int newMss) {
        if (newMss != mss) {
            boolean fresh = window == initialWindow();
            mss = newMss;
            window = fresh ? initialWindow() : Math.max(window, mss);
        }
    }

    /** Bytes that may be on their way. */
    public int window() {
        return window;
    }

    /** Whether the window still grows by what is acknowledged. */
    public boolean inSlowStart() {
        return window < threshold;
    }

    /** RFC 6928: ten segments. */
    private int initialWindow() {
        return Math.min(INITIAL_SEGMENTS * mss, Math.max(2 * mss, 14600));
    }

    /** New data has been acknowledged while the window was used up. */
    public void acknowledged(int bytes, long now, long rtt) {
        int rest = bytes;
        if (inSlowStart()) {
            int growth = Math.min(rest, threshold - window);
            window = Math.min(MAXIMUM_WINDOW, window + growth);
            rest -= growth;
        }
        if (rest > 0) {
            avoidCongestion(rest, now, rtt);
        }
    }

    private void avoidCongestion(int bytes, long now, long rtt) {
        double segments = (double) window / mss;
        if (epoch == 0) {
            epoch = now == 0 ? 1 : now;
            wEstimate = segments;
            fraction = 0;
            if (wMax <= segments) {
                wMax = segments;
                k = 0;
            } else {
                k = Math.cbrt((wMax - segments) / C);
            }
        }
        double acked = (double) bytes / mss;
        double time = (now - epoch + Math.max(0, rtt)) / 1e9 - k;
        double target = Math.clamp(C * time * time * time + wMax, segments, 1.5 * segments);
        double growth = (target - segments) / segments * acked;
        wEstimate += (wEstimate < wMax ? ALPHA : 1) * acked / segments;
        if (segments + growth < wEstimate) {
            growth = wEstimate - segments;
        }
        fraction += growth * mss;
        int whole = (int) fraction;
        fraction -= whole;
        window = Math.min(MAXIMUM_WINDOW, window + whole);
    }

    /** A segment is lost: fewer bytes in flight from now on (RFC 9438 section 4.6, fast convergence of 4.7). */
    public void lost(int flight) {
        reduce(flight);
        window = threshold;
    }

    /** The retransmission timer has expired (RFC 5681 section 3.1, equation 4; RFC 9438 section 4.8). */
    public void timedOut(int flight, boolean first) {
        if (first) {
            reduce(flight);
        }
        epoch = 0;
        window = mss;
    }

    private void reduce(int flight) {
        double segments = (double) window / mss;
        wMax = segments < wMax ? segments * (1 + BETA) / 2 : segments;
        epoch = 0;
        threshold = Math.max((int) (Math.min(flight, window) * BETA), 2 * mss);
    }

    /** Recovery is over. */
    public void recovered(int flight) {
        window = Math.max(mss, Math.min(threshold, Math.max(flight, mss) + mss));
    }

    /** Nothing was sent for longer than the timeout: the network may have changed (RFC 5681 section 4.1). */
    public void restartAfterIdle() {
        window = Math.min(window, initialWindow());
        epoch = 0;
    }
}
