package dev.ristretto.kernel.compression;

/** The output as matches see it: what this call made, and before it the last 32 KiB of earlier calls. */
final class History {
    private static final int SIZE = DeflateFormat.WINDOW_SIZE;
    private static final byte[] NOTHING = {};

    /** Made when first needed: many streams are decompressed in a single call. */
    private byte[] window = NOTHING;

    private int windowEnd;
    private int windowFill;
    private byte[] output = NOTHING;
    private int start;
    private int at;
    private int end;

    void clear() {
        windowEnd = 0;
        windowFill = 0;
    }

    void output(byte[] bytes, int offset, int length) {
        output = bytes;
        start = offset;
        at = offset;
        end = offset + length;
    }

    boolean isFull() {
        return at == end;
    }

    int produced() {
        return at - start;
    }

    /** Adds one byte; there must be room. */
    void put(int value) {
        output[at++] = (byte) value;
    }

    /** Copies bytes of a stored block; their number. */
    int copy(BitReader bits, int length) {
        int moved = bits.copy(output, at, Math.min(length, end - at));
        at += moved;
        return moved;
    }

    /** Whether there was output {@code distance} bytes ago. */
    boolean reaches(int distance) {
        return distance <= at - start + windowFill;
    }

    /** Repeats up to {@code length} bytes from {@code distance} back, as far as there is room; their number. */
    int repeat(int distance, int length) {
        int count = Math.min(length, end - at);
        int left = count;
        int behind = distance - (at - start);
        if (behind > 0) {
            left -= repeatFromWindow(behind, left);
        }
        if (left > 0) {
            int from = at - distance;
            if (distance >= left) {
                System.arraycopy(output, from, output, at, left);
            } else {
                for (int i = 0; i < left; i++) {
                    output[at + i] = output[from + i];
                }
            }
            at += left;
        }
        return count;
    }

    private int repeatFromWindow(int behind, int length) {
        int count = Math.min(behind, length);
        int from = windowEnd - behind & SIZE - 1;
        for (int i = 0; i < count; i++) {
            output[at++] = window[from + i & SIZE - 1];
        }
        return count;
    }

    /** Ends the call: what it made is history from now on. */
    void keep() {
        append(output, start, at - start);
        output = NOTHING;
        start = 0;
        at = 0;
        end = 0;
    }

    /** The checksum carried on over this call's output from one place to another. */
    int sum(int adler, int from, int to) {
        return Adler32.update(adler, output, start + from, to - from);
    }

    void append(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return;
        }
        if (window.length == 0) {
            window = new byte[SIZE];
        }
        int kept = Math.min(length, SIZE);
        int from = offset + length - kept;
        int first = Math.min(kept, SIZE - windowEnd);
        System.arraycopy(bytes, from, window, windowEnd, first);
        System.arraycopy(bytes, from + first, window, 0, kept - first);
        windowEnd = windowEnd + kept & SIZE - 1;
        windowFill = Math.min(SIZE, windowFill + kept);
    }
}
