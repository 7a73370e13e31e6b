package dev.ristretto.fleet.daemon.instance;

import java.time.Duration;

/** How long to wait before an instance is started again: the double each time, unless it had run for a while. */
final class Backoff {

    /** An instance that ran this long starts from the beginning. */
    static final Duration LASTING = Duration.ofSeconds(10);

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 10;

    private Backoff() {}

    /**
     * The pause.
     *
     * @param attempts starts in a row that did not last, 1 or more
     */
    static Duration after(int attempts) {
        Duration pause = FIRST.multipliedBy(1L << Math.min(MOST_DOUBLINGS, attempts - 1));
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }
}
