package dev.ristretto.fleet.balancer;

import java.util.Collections;
import java.util.List;

/**
 * How clients of a service were answered since the balancer was started. What is spread are requests or connections; a
 * connection counts as answered when a replica has taken it. Immutable.
 *
 * @param count how many have been answered or given up
 * @param failed those of them that came to nobody, got no whole answer or one with a status of 500 or more
 * @param nanos how long all of them took together, what they waited for a replica included
 * @param within how many took at most as long as each of {@link #BOUNDS}
 */
public record AnswerCounts(long count, long failed, long nanos, List<Long> within) {

    /** Seconds, in ascending order. */
    public static final List<Double> BOUNDS =
            List.of(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0);

    /** Nothing has been answered. */
    static final AnswerCounts NONE = new AnswerCounts(0, 0, 0, Collections.nCopies(BOUNDS.size(), 0L));

    public AnswerCounts {
        within = List.copyOf(within);
    }
}
