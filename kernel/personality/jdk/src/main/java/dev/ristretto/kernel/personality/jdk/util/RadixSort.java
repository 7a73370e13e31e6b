package dev.ristretto.kernel.personality.jdk.util;

/**
 * Sorts by digits of eight bits, the lowest first, each time into the other of two arrays (D. Knuth, The Art of
 * Computer Programming, volume 3, section 5.2.5). Takes time in proportion to the length whatever the order,
 * mispredicts no branch, and needs as much memory again as is sorted.
 *
 * <p>Why not the JDK's quicksort: HotSpot replaces the heart of it by vector instructions, which the ahead-of-time
 * compiler does not have.
 */
final class RadixSort {
    /** From how many elements on this is worth its counters and its memory. */
    static final int SHORTEST = 2048;

    private static final int DIGITS = 256;
    private static final int MASK = DIGITS - 1;

    private RadixSort() {}

    /**
     * Sorts {@code array[from]} to {@code array[to - 1]} in ascending order.
     *
     * @return false if there is no memory for it; nothing has changed then
     */
    static boolean sort(int[] array, int from, int to) {
        int length = to - from;
        int[][] counts = new int[Integer.BYTES][DIGITS];
        boolean ascending = true;
        int before = Integer.MIN_VALUE;
        for (int i = from; i < to; i++) {
            int value = array[i];
            ascending &= before <= value;
            before = value;
            // The sign counts as a digit's highest bit that is the other way round.
            int key = value ^ Integer.MIN_VALUE;
            counts[0][key & MASK]++;
            counts[1][key >>> 8 & MASK]++;
            counts[2][key >>> 16 & MASK]++;
            counts[3][key >>> 24]++;
        }
        if (ascending) {
            return true;
        }
        int[] other;
        try {
            other = new int[length];
        } catch (OutOfMemoryError e) {
            return false;
        }
        int[] source = array;
        int[] target = other;
        int sourceStart = from;
        int targetStart = 0;
        for (int digit = 0; digit < Integer.BYTES; digit++) {
            int[] position = counts[digit];
            if (startsOf(position, targetStart, length)) {
                continue;
            }
            int shift = digit * Byte.SIZE;
            for (int i = sourceStart, end = sourceStart + length; i < end; i++) {
                int value = source[i];
                target[position[(value ^ Integer.MIN_VALUE) >>> shift & MASK]++] = value;
            }
            int[] swapped = source;
            source = target;
            target = swapped;
            int swappedStart = sourceStart;
            sourceStart = targetStart;
            targetStart = swappedStart;
        }
        if (source != array) {
            System.arraycopy(source, 0, array, from, length);
        }
        return true;
    }

    /** The same for longs. */
    static boolean sort(long[] array, int from, int to) {
        int length = to - from;
        int[][] counts = new int[Long.BYTES][DIGITS];
        boolean ascending = true;
        long before = Long.MIN_VALUE;
        for (int i = from; i < to; i++) {
            long value = array[i];
            ascending &= before <= value;
            before = value;
            long key = value ^ Long.MIN_VALUE;
            for (int digit = 0; digit < Long.BYTES; digit++) {
                counts[digit][(int) (key >>> digit * Byte.SIZE) & MASK]++;
            }
        }
        if (ascending) {
            return true;
        }
        long[] other;
        try {
            other = new long[length];
        } catch (OutOfMemoryError e) {
            return false;
        }
        long[] source = array;
        long[] target = other;
        int sourceStart = from;
        int targetStart = 0;
        for (int digit = 0; digit < Long.BYTES; digit++) {
            int[] position = counts[digit];
            if (startsOf(position, targetStart, length)) {
                continue;
            }
            int shift = digit * Byte.SIZE;
            for (int i = sourceStart, end = sourceStart + length; i < end; i++) {
                long value = source[i];
                target[position[(int) ((value ^ Long.MIN_VALUE) >>> shift) & MASK]++] = value;
            }
            long[] swapped = source;
            source = target;
            target = swapped;
            int swappedStart = sourceStart;
            sourceStart = targetStart;
            targetStart = swappedStart;
        }
        if (source != array) {
            System.arraycopy(source, 0, array, from, length);
        }
        return true;
    }

    /**
     * Turns how often each digit occurs into where the first element with it goes.
     *
     * @return whether all elements have the same digit; there is nothing to do then
     */
    private static boolean startsOf(int[] counts, int start, int length) {
        int next = start;
        for (int digit = 0; digit < DIGITS; digit++) {
            int count = counts[digit];
            if (count == length) {
                return true;
            }
            counts[digit] = next;
            next += count;
        }
        return false;
    }
}
