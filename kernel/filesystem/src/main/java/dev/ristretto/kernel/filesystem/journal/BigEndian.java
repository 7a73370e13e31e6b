package dev.ristretto.kernel.filesystem.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in an array of bytes, highest byte first: a journal's order, unlike the rest of ext4. */
final class BigEndian {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private BigEndian() {}

    static int i32(byte[] bytes, int offset) {
        return (int) INTS.get(bytes, offset);
    }

    static long u32(byte[] bytes, int offset) {
        return i32(bytes, offset) & 0xFFFF_FFFFL;
    }

    static long i64(byte[] bytes, int offset) {
        return (long) LONGS.get(bytes, offset);
    }

    static void put32(byte[] bytes, int offset, long value) {
        INTS.set(bytes, offset, (int) value);
    }

    static void put64(byte[] bytes, int offset, long value) {
        LONGS.set(bytes, offset, value);
    }
}
