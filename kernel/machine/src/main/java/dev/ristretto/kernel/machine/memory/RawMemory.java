package dev.ristretto.kernel.machine.memory;

import dev.ristretto.kernel.machine.cpu.Cpu;
import java.nio.ByteBuffer;
import java.util.Objects;
import jdk.internal.access.SharedSecrets;
import jdk.internal.misc.Unsafe;

/**
 * A bounds-checked window on memory outside the Java heap: device registers and memory shared with devices.
 *
 * <p>This is the one door to raw memory for code above {@code machine}. Offsets and lengths are in bytes; multi-byte
 * values are little-endian, as virtio 1.2 is. Every access is checked against the window and throws {@link
 * IndexOutOfBoundsException}. The {@code volatile} accessors are never merged, split or moved by the compiler across
 * one another: use them for registers and for the shared parts of rings. Safe for use by several threads as memory
 * itself is.
 */
public final class RawMemory {
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();

    private final long address;
    private final long size;

    private RawMemory(long address, long size) {
        this.address = address;
        this.size = size;
    }

    /** The window of {@code size} bytes at virtual address {@code address}; whoever calls vouches for the mapping. */
    public static RawMemory at(long address, long size) {
        if (address == 0 || size < 0) {
            throw new IllegalArgumentException("no memory window at 0x" + Long.toHexString(address) + ", size " + size);
        }
        return new RawMemory(address, size);
    }

    /**
     * The window of {@code size} bytes at an address that came from a direct buffer or from Unsafe, as the JDK passes
     * them to its native methods. The JDK vouches for them; null is refused.
     */
    public static RawMemory ofNative(long address, long size) {
        return at(address, size);
    }

    /** The length of this window in bytes. */
    public long size() {
        return size;
    }

    /** The virtual address of the first byte. */
    public long address() {
        return address;
    }

    /** A window on {@code length} bytes of this one from {@code offset} on. */
    public RawMemory slice(long offset, long length) {
        Objects.checkFromIndexSize(offset, length, size);
        return new RawMemory(address + offset, length);
    }

    /** A little-endian direct buffer over the same memory, which lives as long as this window's mapping does. */
    public ByteBuffer asByteBuffer() {
        return SharedSecrets.getJavaNioAccess()
                .newDirectByteBuffer(address, Math.toIntExact(size), null, null)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN);
    }

    public byte getByte(long offset) {
        return UNSAFE.getByte(check(offset, 1));
    }

    public short getShort(long offset) {
        return UNSAFE.getShort(check(offset, 2));
    }

    public int getInt(long offset) {
        return UNSAFE.getInt(check(offset, 4));
    }

    public long getLong(long offset) {
        return UNSAFE.getLong(check(offset, 8));
    }

    public void putShort(long offset, short value) {
        UNSAFE.putShort(check(offset, 2), value);
    }

    public void putInt(long offset, int value) {
        UNSAFE.putInt(check(offset, 4), value);
    }

    public void putLong(long offset, long value) {
        UNSAFE.putLong(check(offset, 8), value);
    }

    public byte getByteVolatile(long offset) {
        return UNSAFE.getByteVolatile(null, check(offset, 1));
    }

    public short getShortVolatile(long offset) {
        return UNSAFE.getShortVolatile(null, check(offset, 2));
    }

    public int getIntVolatile(long offset) {
        return UNSAFE.getIntVolatile(null, check(offset, 4));
    }

    public void putByteVolatile(long offset, byte value) {
        UNSAFE.putByteVolatile(null, check(offset, 1), value);
    }

    public void putShortVolatile(long offset, short value) {
        UNSAFE.putShortVolatile(null, check(offset, 2), value);
    }

    public void putIntVolatile(long offset, int value) {
        UNSAFE.putIntVolatile(null, check(offset, 4), value);
    }

    /** Copies {@code length} bytes out of this window. */
    public void get(long offset, byte[] target, int from, int length) {
        Objects.checkFromIndexSize(from, length, target.length);
        Objects.checkFromIndexSize(offset, (long) length, size);
        UNSAFE.copyMemory(null, address + offset, target, Unsafe.ARRAY_BYTE_BASE_OFFSET + (long) from, length);
    }

    /** Copies {@code length} bytes into this window. */
    public void put(long offset, byte[] source, int from, int length) {
        Objects.checkFromIndexSize(from, length, source.length);
        Objects.checkFromIndexSize(offset, (long) length, size);
        UNSAFE.copyMemory(source, Unsafe.ARRAY_BYTE_BASE_OFFSET + (long) from, null, address + offset, length);
    }

    /** Sets {@code length} bytes to zero. */
    public void clear(long offset, long length) {
        Objects.checkFromIndexSize(offset, length, size);
        UNSAFE.setMemory(address + offset, length, (byte) 0);
    }

    /**
     * The internet checksum's sum of {@code length} bytes: a folded ones' complement sum of big-endian 16-bit words, an
     * odd last byte being the high half of one (RFC 1071). Not on a plain JVM.
     */
    public int sum(long offset, long length) {
        Objects.checkFromIndexSize(offset, length, size);
        return internetSum(Cpu.sum(address + offset, length));
    }

    /** Folds a sum of 64-bit little-endian words. */
    public static int internetSum(long words) {
        long sum = (words >>> 32) + (words & 0xffff_ffffL);
        sum = (sum >>> 16) + (sum & 0xffff);
        sum = (sum >>> 16) + (sum & 0xffff);
        sum = (sum >>> 16) + (sum & 0xffff);
        // The sum of words with their bytes exchanged is the sum with its bytes exchanged (section 2, part B).
        return Short.reverseBytes((short) sum) & 0xffff;
    }

    /** Orders all earlier loads and stores before all later ones, also as a device sees them. */
    public static void fullFence() {
        UNSAFE.fullFence();
    }

    private long check(long offset, int length) {
        Objects.checkFromIndexSize(offset, length, size);
        return address + offset;
    }
}
