package dev.ristretto.kernel.network.buffer;

import java.util.Arrays;

/**
 * Disjoint ranges of sequence numbers in ascending order: what has arrived out of order, or what the peer says has.
 * Bounded.
 */
public final class Ranges {
    private final int limit;
    /** Start and end (exclusive) of each range in turn. */
    private int[] bounds = new int[8];

    private int count;
    private int covered;

    /** At most {@code limit} ranges. */
    public Ranges(int limit) {
        this.limit = limit;
    }

    /** How many ranges. */
    public int count() {
        return count;
    }

    /** First number of a range. */
    public int start(int index) {
        return bounds[2 * index];
    }

    /** The number after the last of a range. */
    public int end(int index) {
        return bounds[2 * index + 1];
    }

    /** Numbers in all ranges together. */
    public int covered() {
        return covered;
    }

    /**
     * Adds a range and joins it with those it touches. Returns how many numbers are new, -1 if there are too many
     * ranges.
     */
    public int add(int start, int end) {
        int from = 0;
        while (from < count && Sequence.before(end(from), start)) {
            from++;
        }
        int to = from;
        int joinedStart = start;
        int joinedEnd = end;
        int inside = 0;
        while (to < count && Sequence.notAfter(start(to), end)) {
            joinedStart = Sequence.min(joinedStart, start(to));
            joinedEnd = Sequence.max(joinedEnd, end(to));
            inside += end(to) - start(to);
            to++;
        }
        if (from == to) {
            if (count == limit) {
                return -1;
            }
            if (2 * count == bounds.length) {
                bounds = Arrays.copyOf(bounds, 2 * bounds.length);
            }
        }
        System.arraycopy(bounds, 2 * to, bounds, 2 * from + 2, 2 * (count - to));
        bounds[2 * from] = joinedStart;
        bounds[2 * from + 1] = joinedEnd;
        count += 1 - (to - from);
        int added = joinedEnd - joinedStart - inside;
        covered += added;
        return added;
    }

    /** Removes all numbers before {@code sequence}. */
    public void removeBefore(int sequence) {
        int gone = 0;
        while (gone < count && Sequence.notAfter(end(gone), sequence)) {
            covered -= end(gone) - start(gone);
            gone++;
        }
        if (gone > 0) {
            count -= gone;
            System.arraycopy(bounds, 2 * gone, bounds, 0, 2 * count);
        }
        if (count > 0 && Sequence.before(start(0), sequence)) {
            covered -= sequence - start(0);
            bounds[0] = sequence;
        }
    }

    /** Numbers of {@code [start, end)} that are in a range. */
    public int coveredIn(int start, int end) {
        int sum = 0;
        for (int i = 0; i < count && Sequence.before(start(i), end); i++) {
            int length = Sequence.min(end, end(i)) - Sequence.max(start, start(i));
            sum += Math.max(0, length);
        }
        return sum;
    }

    /** The first number from {@code sequence} on that is in no range. */
    public int firstOutside(int sequence) {
        int result = sequence;
        for (int i = 0; i < count && Sequence.notAfter(start(i), result); i++) {
            if (Sequence.after(end(i), result)) {
                result = end(i);
            }
        }
        return result;
    }

    /** The start of the first range after {@code sequence}, or {@code otherwise}. */
    public int nextStart(int sequence, int otherwise) {
        for (int i = 0; i < count; i++) {
            if (Sequence.after(start(i), sequence)) {
                return start(i);
            }
        }
        return otherwise;
    }

    /** Index of the range that contains {@code sequence}, -1 if none does. */
    public int indexOf(int sequence) {
        for (int i = 0; i < count; i++) {
            if (Sequence.notAfter(start(i), sequence) && Sequence.before(sequence, end(i))) {
                return i;
            }
        }
        return -1;
    }

    /** Whether there is no range. */
    public boolean isEmpty() {
        return count == 0;
    }
}
