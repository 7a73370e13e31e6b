package dev.ristretto.kernel.network.stack;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The options of a TCP segment (RFC 9293 section 3.2, RFC 7323, RFC 2018), read independently of the stack.
 *
 * @param mss 0 if absent
 * @param shift of the window, -1 if absent
 * @param sack start and end of each block
 */
record SegmentOptions(
        int mss,
        int shift,
        boolean sackPermitted,
        boolean timestamps,
        int timestampValue,
        int timestampEcho,
        int[] sack) {
    static SegmentOptions parse(ByteBuffer buffer, int start, int end) {
        int mss = 0;
        int shift = -1;
        boolean sackPermitted = false;
        boolean timestamps = false;
        int value = 0;
        int echo = 0;
        int[] sack = {};
        int index = start;
        while (index < end && buffer.get(index) != 0) {
            int kind = buffer.get(index);
            if (kind == 1) {
                index++;
                continue;
            }
            int length = buffer.get(index + 1);
            switch (kind) {
                case 2 -> mss = buffer.getShort(index + 2) & 0xffff;
                case 3 -> shift = buffer.get(index + 2);
                case 4 -> sackPermitted = true;
                case 5 -> {
                    for (int at = index + 2; at < index + length; at += 4) {
                        sack = Arrays.copyOf(sack, sack.length + 1);
                        sack[sack.length - 1] = buffer.getInt(at);
                    }
                }
                case 8 -> {
                    timestamps = true;
                    value = buffer.getInt(index + 2);
                    echo = buffer.getInt(index + 6);
                }
                default -> throw new AssertionError("the stack sends option " + kind);
            }
            index += length;
        }
        return new SegmentOptions(mss, shift, sackPermitted, timestamps, value, echo, sack);
    }
}
