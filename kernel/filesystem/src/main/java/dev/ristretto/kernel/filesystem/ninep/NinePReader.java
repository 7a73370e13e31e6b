package dev.ristretto.kernel.filesystem.ninep;

import dev.ristretto.kernel.filesystem.FileNames;
import dev.ristretto.kernel.filesystem.block.LittleEndian;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads a message of somebody who is not trusted. What is not there reads as zero or empty; whether all was there is
 * what {@link #isWhole} tells at the end.
 */
public final class NinePReader {
    private static final byte[] NOTHING = {};

    private final byte[] bytes;
    private final int end;
    private int at;
    private boolean tooShort;

    /** A message, at least a header, in the first {@code length} bytes of an array: what follows its size. */
    public NinePReader(byte[] bytes, int length) {
        this.bytes = bytes;
        end = length;
        at = Integer.BYTES;
    }

    /** A part of a message, as {@link #data} gives it. */
    public NinePReader(ByteBuffer part) {
        bytes = part.array();
        at = part.arrayOffset() + part.position();
        end = part.arrayOffset() + part.limit();
    }

    public int u8() {
        int from = take(1);
        return from < 0 ? 0 : LittleEndian.u8(bytes, from);
    }

    public int u16() {
        int from = take(Short.BYTES);
        return from < 0 ? 0 : LittleEndian.u16(bytes, from);
    }

    public int i32() {
        int from = take(Integer.BYTES);
        return from < 0 ? 0 : LittleEndian.i32(bytes, from);
    }

    /** Four bytes without a sign. */
    public long u32() {
        return Integer.toUnsignedLong(i32());
    }

    public long i64() {
        int from = take(Long.BYTES);
        return from < 0 ? 0 : LittleEndian.i64(bytes, from);
    }

    /** Bytes that a length of two bytes precedes. */
    public byte[] string() {
        int length = u16();
        int from = take(length);
        return from < 0 ? NOTHING : Arrays.copyOfRange(bytes, from, from + length);
    }

    /** The same as text. */
    public String text() {
        byte[] text = string();
        return FileNames.decode(text, 0, text.length);
    }

    public Qid qid() {
        return new Qid(u8(), i32(), i64());
    }

    /** Leaves out what is of no use. */
    public void skip(int length) {
        int unused = take(length);
    }

    /** Whether there is more. */
    public boolean hasMore() {
        return at < end;
    }

    /** Whether something that was read was not there. */
    public boolean isShort() {
        return tooShort;
    }

    /** Of a message, whether its size is the one in front, all that was read was there, and nothing is left. */
    public boolean isWhole() {
        return !tooShort && at == end && LittleEndian.u32(bytes, 0) == end;
    }

    /** The next {@code length} bytes, for as long as the message lasts; none if they are not all there. */
    public ByteBuffer data(long length) {
        int from = take((int) Math.min(length, Integer.MAX_VALUE));
        return from < 0 ? ByteBuffer.allocate(0) : ByteBuffer.wrap(bytes, from, (int) length);
    }

    private int take(int length) {
        if (tooShort || length > end - at) {
            tooShort = true;
            return -1;
        }
        int from = at;
        at += length;
        return from;
    }
}
