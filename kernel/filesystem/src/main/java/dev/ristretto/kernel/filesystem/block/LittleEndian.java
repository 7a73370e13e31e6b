package dev.ristretto.kernel.filesystem.block;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in an array of bytes, lowest byte first. */
public final class LittleEndian {
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    /** The byte at {@code offset}, without a sign. */
    public static int u8(byte[] bytes, int offset) {
        return bytes[offset] & 0xFF;
    }

    /** The two bytes at {@code offset}, without a sign. */
    public static int u16(byte[] bytes, int offset) {
        return (short) SHORTS.get(bytes, offset) & 0xFFFF;
    }

    /** The four bytes at {@code offset}. */
    public static int i32(byte[] bytes, int offset) {
        return (int) INTS.get(bytes, offset);
    }

    /** The four bytes at {@code offset}, without a sign. */
    public static long u32(byte[] bytes, int offset) {
        return i32(bytes, offset) & 0xFFFF_FFFFL;
    }

    /** The eight bytes at {@code offset}. */
    public static long i64(byte[] bytes, int offset) {
        return (long) LONGS.get(bytes, offset);
    }

    /** Sets the byte at {@code offset}. */
    public static void put8(byte[] bytes, int offset, int value) {
        bytes[offset] = (byte) value;
    }

    /** Sets the two bytes at {@code offset}. */
    public static void put16(byte[] bytes, int offset, int value) {
        SHORTS.set(bytes, offset, (short) value);
    }

    /** Sets the four bytes at {@code offset}. */
    public static void put32(byte[] bytes, int offset, long value) {
        INTS.set(bytes, offset, (int) value);
    }

    /** Sets the eight bytes at {@code offset}. */
    public static void put64(byte[] bytes, int offset, long value) {
        LONGS.set(bytes, offset, value);
    }
}
