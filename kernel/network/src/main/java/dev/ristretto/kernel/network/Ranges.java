package dev.ristretto.kernel.network;

import dev.ristretto.kernel.network.wire.Sequence;
import java.util.Arrays;

/** Disjoint ranges of sequence numbers in ascending order: what has arrived out of order, or what the peer says has. Bounded. */
final class Ranges {
    private final int limit;
    /** Start and end (exclusive) of each range in turn. */
    private int[] bounds = new int[8];

    private int count;
    private int covered;

    /** At most {@code limit} ranges. */
    Ranges(int limit) {
        this.limit = limit;
    }

    int count() {
        return count;
    }

    int start(int index) {
        return bounds[2 * index];
    }

    int end(int index) {
        return bounds[2 * index + 1];
    }

    /** Numbers in all ranges together. */
    int covered() {
        return covered;
    }

    /** Adds a range and joins it with those it touches. Returns how many numbers are new, -1 if there are too many ranges. */
    int add(int start, int end) {
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
    void removeBefore(int sequence) {
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
    int coveredIn(int start, int end) {
        int sum = 0;
        for (int i = 0; i < count && Sequence.before(start(i), end); i++) {
            int length = Sequence.min(end, end(i)) - Sequence.max(start, start(i));
            sum += Math.max(0, length);
        }
        return sum;
    }

    /** The first number from {@code sequence} on that is in no range. */
    int firstOutside(int sequence) {
        int result = sequence;
        for (int i = 0; i < count && Sequence.notAfter(start(i), result); i++) {
            if (Sequence.after(end(i), result)) {
                result = end(i);
            }
        }
        return result;
    }

    /** The start of the first range after {@code sequence}, or {@code otherwise}. */
    int nextStart(int sequence, int otherwise) {
        for (int i = 0; i < count; i++) {
            if (Sequence.after(start(i), sequence)) {
                return start(i);
            }
        }
        return otherwise;
    }

    /** Index of the range that contains {@code sequence}, -1 if none does. */
    int indexOf(int sequence) {
        for (int i = 0; i < count; i++) {
            if (Sequence.notAfter(start(i), sequence) && Sequence.before(sequence, end(i))) {
                return i;
            }
        }
        return -1;
    }

    boolean isEmpty() {
        return count == 0;
    }

    void clear() {
        count = 0;
        covered = 0;
    }
}
