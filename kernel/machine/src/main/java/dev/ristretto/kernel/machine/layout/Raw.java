package dev.ristretto.kernel.machine.layout;

import com.oracle.svm.core.Uninterruptible;
import jdk.internal.misc.Unsafe;
import org.graalvm.word.PointerBase;

/**
 * Unchecked loads and stores for kernel structures at known addresses; little-endian, offsets in bytes. Works on a
 * plain JVM as well, where tests of those structures run. For this package and the allocators of {@code memory} alone.
 */
public final class Raw {
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();

    private Raw() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long getLong(long address, int offset) {
        return UNSAFE.getLong(address + offset);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void putLong(long address, int offset, long value) {
        UNSAFE.putLong(address + offset, value);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static int getInt(long address, int offset) {
        return UNSAFE.getInt(address + offset);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void putInt(long address, int offset, int value) {
        UNSAFE.putInt(address + offset, value);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static boolean compareAndSetLong(PointerBase pointer, long expected, long value) {
        return UNSAFE.compareAndSetLong(null, pointer.rawValue(), expected, value);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static int getByte(long address) {
        return UNSAFE.getByte(address) & 0xff;
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void putByte(long address, int value) {
        UNSAFE.putByte(address, (byte) value);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long getLong(PointerBase pointer, int offset) {
        return getLong(pointer.rawValue(), offset);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void putLong(PointerBase pointer, int offset, long value) {
        putLong(pointer.rawValue(), offset, value);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static int getInt(PointerBase pointer, int offset) {
        return getInt(pointer.rawValue(), offset);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void putInt(PointerBase pointer, int offset, int value) {
        putInt(pointer.rawValue(), offset, value);
    }
}
