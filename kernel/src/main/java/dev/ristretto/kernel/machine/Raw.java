package dev.ristretto.kernel.machine;

import com.oracle.svm.core.Uninterruptible;
import org.graalvm.word.Pointer;
import org.graalvm.word.WordFactory;

/** Unchecked loads and stores for kernel structures at known addresses; little-endian, offsets in bytes. */
public final class Raw {
    private Raw() {}

    @Uninterruptible(reason = Cpu.INLINED, mayBeInlined = true)
    public static Pointer pointer(long address) {
        return WordFactory.pointer(address);
    }

    @Uninterruptible(reason = Cpu.INLINED, mayBeInlined = true)
    public static long getLong(long address, int offset) {
        return pointer(address).readLong(offset);
    }

    @Uninterruptible(reason = Cpu.INLINED, mayBeInlined = true)
    public static void putLong(long address, int offset, long value) {
        pointer(address).writeLong(offset, value);
    }

    @Uninterruptible(reason = Cpu.INLINED, mayBeInlined = true)
    public static int getInt(long address, int offset) {
        return pointer(address).readInt(offset);
    }

    @Uninterruptible(reason = Cpu.INLINED, mayBeInlined = true)
    public static void putInt(long address, int offset, int value) {
        pointer(address).writeInt(offset, value);
    }

    @Uninterruptible(reason = Cpu.INLINED, mayBeInlined = true)
    public static int getByte(long address) {
        return pointer(address).readByte(0) & 0xff;
    }

    @Uninterruptible(reason = Cpu.INLINED, mayBeInlined = true)
    public static void putByte(long address, int value) {
        pointer(address).writeByte(0, (byte) value);
    }
}
