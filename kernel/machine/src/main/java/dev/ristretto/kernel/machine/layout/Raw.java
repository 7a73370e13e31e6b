package dev.ristretto.kernel.machine.layout;

import com.oracle.svm.core.Uninterruptible;
import jdk.internal.misc.Unsafe;
import org.graalvm.word.Pointer;
import org.graalvm.word.WordFactory;

/**
 * Unchecked loads and stores for kernel structures at known addresses; little-endian, offsets in bytes. Works on a plain
 * JVM as well, where tests of those structures run.
 */
public final class Raw {
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();

    private Raw() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static Pointer pointer(long address) {
        return WordFactory.pointer(address);
    }

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
    public static int getByte(long address) {
        return UNSAFE.getByte(address) & 0xff;
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void putByte(long address, int value) {
        UNSAFE.putByte(address, (byte) value);
    }
}
