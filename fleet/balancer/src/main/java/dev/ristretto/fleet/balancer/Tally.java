package dev.ristretto.fleet.balancer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Counts how clients are answered. Safe for use by several threads, which do not wait for each other. */
final class Tally {

    private static final double NANOS = 1e9;

    private final LongAdder failed = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    /** How many took longer than the bound before and not longer than this one; the last one has no bound. */
    private final List<LongAdder> steps = Stream.generate(LongAdder::new)
            .limit(AnswerCounts.BOUNDS.size() + 1L)
            .toList();

    /**
     * Counts one that is over.
     *
     * @param took nanoseconds since it came
     */
    void add(long took, boolean isFailed) {
        int step = 0;
        while (step < AnswerCounts.BOUNDS.size() && took > AnswerCounts.BOUNDS.get(step) * NANOS) {
            step++;
        }
        steps.get(step).increment();
        nanos.add(took);
        if (isFailed) {
            failed.increment();
        }
    }

    /** All that were counted. */
    AnswerCounts answers() {
        List<Long> within = new ArrayList<>();
        long count = 0;
        for (LongAdder step : steps) {
            count += step.sum();
            within.add(count);
        }
        return new AnswerCounts(count, failed.sum(), nanos.sum(), within.subList(0, AnswerCounts.BOUNDS.size()));
    }
}
