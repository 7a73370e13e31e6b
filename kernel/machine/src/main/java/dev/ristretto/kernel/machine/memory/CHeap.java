package dev.ristretto.kernel.machine.memory;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;
import static com.oracle.svm.core.c.CGlobalDataFactory.createCString;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.kernel.machine.cpu.SpinLock;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import dev.ristretto.kernel.machine.layout.SpinLockPointer;
import dev.ristretto.kernel.machine.power.Panic;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.word.Pointer;

/**
 * The C heap behind malloc: blocks of powers of two from 32 bytes to 8 KiB, larger ones in pages of their own, which
 * may be lent by the Java heap.
 *
 * <p>Each block starts with 16 bytes: its class or length, and a mark that detects a wild or second free. Thread-safe.
 */
public final class CHeap {
    private static final int HEADER = 16;
    private static final int SMALLEST = 5;
    private static final int LARGEST = 13;
    private static final long CHUNK = 32 * 1024;
    private static final long SMALL = 0x736d616c6cL;
    private static final long LARGE = 0x6c61726765L;
    private static final long LENT = 0x6c656e74L;
    private static final long FREED = 0x6672656564L;

    // Layout of a block and of STATE.
    private static final int EXTENT = 0;
    private static final int MARK = 8;
    private static final int NEXT_FREE = 16;
    private static final int LISTS = 0;
    private static final CGlobalData<SpinLockPointer> LOCK = createBytes(() -> SpinLockPointer.SIZE);
    private static final CGlobalData<Pointer> STATE = createBytes(() -> LISTS + 8 * (LARGEST + 1));

    private static final CGlobalData<CCharPointer> FREED_TWICE = createCString("C memory freed twice");
    private static final CGlobalData<CCharPointer> NEVER_ALLOCATED =
            createCString("free of memory that malloc did not give");

    private CHeap() {}

    /** Whether a block of {@code bytes} has pages of its own. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static boolean isLarge(long bytes) {
        return bytes + HEADER > 1L << LARGEST;
    }

    /** Memory of {@code bytes}, aligned to 16, with any content; 0 when memory is exhausted. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long allocate(long bytes) {
        if (isLarge(bytes)) {
            return allocateLarge(bytes, LARGE);
        }
        int sizeClass = SMALLEST;
        while ((1L << sizeClass) < bytes + HEADER) {
            sizeClass++;
        }
        long state = STATE.get().rawValue();
        long flags = SpinLock.acquire(LOCK.get());
        long list = state + LISTS + 8 * sizeClass;
        if (Raw.getLong(list, 0) == 0 && !refill(list, sizeClass)) {
            SpinLock.release(LOCK.get(), flags);
            return 0;
        }
        long block = Raw.getLong(list, 0);
        Raw.putLong(list, 0, Raw.getLong(block, NEXT_FREE));
        Raw.putLong(block, EXTENT, sizeClass);
        Raw.putLong(block, MARK, SMALL);
        SpinLock.release(LOCK.get(), flags);
        return block + HEADER;
    }

    /** Like {@link #allocate} for a large block, of what is promised to the Java heap, which is to be asked before. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long borrow(long bytes) {
        return allocateLarge(bytes, LENT);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long allocateLarge(long bytes, long mark) {
        long length = AddressSpace.pageUp(bytes + HEADER);
        long block = VirtualMemory.allocate(length, length, account(mark));
        if (block == 0) {
            return 0;
        }
        Raw.putLong(block, EXTENT, length);
        Raw.putLong(block, MARK, mark);
        return block + HEADER;
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    private static int account(long mark) {
        return mark == LENT ? BuddyAllocator.PROMISE : BuddyAllocator.OTHERS;
    }

    /** Takes back memory of {@link #allocate} or {@link #borrow}; 0 is ignored. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void free(long address) {
        if (address == 0) {
            return;
        }
        long block = address - HEADER;
        long mark = Raw.getLong(block, MARK);
        long extent = Raw.getLong(block, EXTENT);
        if (mark == LARGE || mark == LENT) {
            VirtualMemory.free(block, extent, account(mark));
            return;
        }
        if (mark != SMALL) {
            Panic.stop(mark == FREED ? FREED_TWICE.get() : NEVER_ALLOCATED.get());
        }
        long state = STATE.get().rawValue();
        long flags = SpinLock.acquire(LOCK.get());
        long list = state + LISTS + 8 * (int) extent;
        Raw.putLong(block, MARK, FREED);
        Raw.putLong(block, NEXT_FREE, Raw.getLong(list, 0));
        Raw.putLong(list, 0, block);
        SpinLock.release(LOCK.get(), flags);
    }

    /** How many bytes the block at {@code address} can hold. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long capacity(long address) {
        long block = address - HEADER;
        long extent = Raw.getLong(block, EXTENT);
        return (Raw.getLong(block, MARK) == SMALL ? 1L << extent : extent) - HEADER;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static boolean refill(long list, int sizeClass) {
        long chunk = VirtualMemory.allocateForever(CHUNK);
        if (chunk == 0) {
            return false;
        }
        long first = 0;
        for (long offset = CHUNK - (1L << sizeClass); offset >= 0; offset -= 1L << sizeClass) {
            long block = chunk + offset;
            Raw.putLong(block, MARK, FREED);
            Raw.putLong(block, NEXT_FREE, first);
            first = block;
        }
        Raw.putLong(list, 0, first);
        return true;
    }
}
