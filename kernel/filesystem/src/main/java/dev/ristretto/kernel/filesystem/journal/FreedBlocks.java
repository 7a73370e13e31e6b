package dev.ristretto.kernel.filesystem.journal;

import java.util.Map;
import java.util.TreeMap;

/**
 * Blocks that the running transaction gives free. Until it is durable they may not hold anything new: after a power cut
 * the old owner has them again.
 */
final class FreedBlocks {
    private final TreeMap<Long, Long> lengths = new TreeMap<>();

    void add(long first, long count) {
        lengths.put(first, count);
    }

    void remove(long first) {
        lengths.remove(first);
    }

    void clear() {
        lengths.clear();
    }

    int ranges() {
        return lengths.size();
    }

    /** The first block from {@code block} on that is not one of them. */
    long skip(long block) {
        long at = block;
        for (Map.Entry<Long, Long> range = lengths.floorEntry(at);
                range != null && range.getKey() + range.getValue() > at;
                range = lengths.floorEntry(at)) {
            at = range.getKey() + range.getValue();
        }
        return at;
    }

    /** How many blocks from {@code block} on are none of them, at most {@code count}. */
    long usable(long block, long count) {
        Long next = lengths.ceilingKey(block);
        return next == null ? count : Math.min(count, next - block);
    }
}
