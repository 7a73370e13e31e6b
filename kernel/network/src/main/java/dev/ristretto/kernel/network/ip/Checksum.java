package dev.ristretto.kernel.network.ip;

import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;

/**
 * The internet checksum (RFC 1071): ones' complement sums of 16-bit words.
 *
 * <p>A <em>sum</em> is a folded 16-bit value that is not yet inverted; sums of parts with even length can be added with
 * {@link #add}.
 */
public final class Checksum {
    private static final long LOW = 0xffff_ffffL;

    private Checksum() {}

    /** Sum of {@code length} bytes of a big-endian buffer; an odd last byte counts as the high half of a word. */
    public static int sum(ByteBuffer buffer, int offset, int length) {
        if (buffer.hasArray()) {
            return sum(buffer.array(), buffer.arrayOffset() + offset, length);
        }
        // The narrower static type lets the ahead-of-time compiler call the direct buffer's accessors without dispatch.
        return buffer instanceof MappedByteBuffer direct
                ? sumDirect(direct, offset, length)
                : sumAny(buffer, offset, offset + length, 0);
    }

    private static int sumDirect(MappedByteBuffer buffer, int offset, int length) {
        long sum = 0;
        int index = offset;
        int end = offset + length;
        for (int last = end - 32; index <= last; index += 32) {
            long a = buffer.getLong(index);
            long b = buffer.getLong(index + 8);
            long c = buffer.getLong(index + 16);
            long d = buffer.getLong(index + 24);
            sum += (a >>> 32) + (a & LOW) + (b >>> 32) + (b & LOW) + (c >>> 32) + (c & LOW) + (d >>> 32) + (d & LOW);
        }
        return sumAny(buffer, index, end, sum);
    }

    private static int sumAny(ByteBuffer buffer, int start, int end, long initial) {
        long sum = initial;
        int index = start;
        for (; index + 4 <= end; index += 4) {
            sum += buffer.getInt(index) & LOW;
        }
        if (index + 2 <= end) {
            sum += buffer.getShort(index) & 0xffff;
            index += 2;
        }
        if (index < end) {
            sum += (buffer.get(index) & 0xff) << 8;
        }
        return fold(sum);
    }

    /** Sum of {@code length} bytes of an array. */
    public static int sum(byte[] array, int offset, int length) {
        // No VarHandle: a class that is initialized when the image runs cannot have it compiled in, and frames of
        // devices are not arrays.
        long sum = 0;
        int index = offset;
        int end = offset + length;
        for (int last = end - 8; index <= last; index += 8) {
            sum += (array[index] & 0xff) << 8 | array[index + 1] & 0xff;
            sum += (array[index + 2] & 0xff) << 8 | array[index + 3] & 0xff;
            sum += (array[index + 4] & 0xff) << 8 | array[index + 5] & 0xff;
            sum += (array[index + 6] & 0xff) << 8 | array[index + 7] & 0xff;
        }
        for (; index + 2 <= end; index += 2) {
            sum += (array[index] & 0xff) << 8 | array[index + 1] & 0xff;
        }
        if (index < end) {
            sum += (array[index] & 0xff) << 8;
        }
        return fold(sum);
    }

    /** Sum of the pseudo header of TCP and UDP (RFC 9293 section 3.1). */
    public static int pseudoHeader(int source, int destination, int protocol, int length) {
        return fold((source & LOW) + (destination & LOW) + protocol + length);
    }

    /** Adds two sums. */
    public static int add(int a, int b) {
        int sum = a + b;
        return (sum & 0xffff) + (sum >>> 16);
    }

    /** The value of a checksum field for a sum. */
    public static short finish(int sum) {
        return (short) ~sum;
    }

    /** Whether the sum over data with its checksum field says that the data is intact. */
    public static boolean isValid(int sum) {
        return sum == 0xffff;
    }

    private static int fold(long sum) {
        long folded = (sum >>> 32) + (sum & LOW);
        folded = (folded >>> 16) + (folded & 0xffff);
        folded = (folded >>> 16) + (folded & 0xffff);
        return (int) ((folded >>> 16) + (folded & 0xffff));
    }
}
