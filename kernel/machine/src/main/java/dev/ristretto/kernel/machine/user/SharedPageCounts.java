package dev.ristretto.kernel.machine.user;

import java.util.HashMap;
import java.util.Map;

/** How many addresses have a page, of the pages that several have had; all spaces of the machine have one. */
final class SharedPageCounts {
    private final Map<Long, Integer> counts = new HashMap<>();

    /** Another address has a page, which one has had at least. */
    synchronized void add(long physical) {
        counts.merge(physical, 2, (count, _) -> count + 1);
    }

    /** An address less has a page: whether none has it any more. */
    synchronized boolean drop(long physical) {
        int left = counts.merge(physical, -1, Integer::sum);
        if (left <= 0) {
            counts.remove(physical);
        }
        return left <= 0;
    }

    /** Whether one address alone has a page, which is forgotten then. */
    synchronized boolean takeLast(long physical) {
        return counts.remove(physical, 1);
    }
}
