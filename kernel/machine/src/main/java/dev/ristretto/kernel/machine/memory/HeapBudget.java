package dev.ristretto.kernel.machine.memory;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.KernelCode;

/**
 * How much memory a garbage collection may come to need, in the worst case. The collector copies and cannot go on
 * without a page, so the program gets a chunk only while it leaves enough for the next collections, whatever they find
 * alive. All sizes are bytes.
 *
 * <p>Objects lie in chunks of {@link #CHUNK}; arrays from {@link #LARGE_ARRAY} on have each a chunk of their own, which
 * is never copied. A chunk is left for the next one when an object does not fit any more, so a full one holds at least
 * {@code CHUNK - HEADER - LARGE_ARRAY}, which is more than six sevenths: a copy of {@code n} bytes of chunks takes
 * {@code n * 7 / 6}, and one chunk that is not full for each space that is copied to. (What is over pays for the field
 * that an object may get when it is copied after it has been asked for its identity hash.)
 *
 * <p>A collection of the young generation copies to a survivor space and to the old generation; if that frees too
 * little, a complete one copies everything again, to the old generation, and another one without what only soft
 * references hold. So before a copy there are {@code 7 / 6} of what the program had and two chunks, and the copy is
 * {@code 7 / 6} and one chunk.
 *
 * <p>The sizes are options of the compiler, in native-image.properties, and so is that there is one survivor space.
 */
public final class HeapBudget {
    /** Of a chunk for many objects. */
    public static final long CHUNK = 512 << 10;

    /** From this size on an array has a chunk of its own. */
    public static final long LARGE_ARRAY = 64 << 10;

    /** More than what a chunk needs for itself: its links, its card table, its table of first objects. */
    public static final long HEADER = 4 << 10;

    /** From this size on an object is a buffer, which its thread can mostly do without. */
    private static final long BUFFER = 16 << 10;

    private static final int SHARE_FROM_BUFFERS = 8;
    private static final int SHARE_FROM_VIRTUAL_THREADS = 12;
    private static final int SHARE_FROM_THREADS = 32;

    private static final long SPACES = 3;

    /** With less than room for so many chunks and their collection there is none. */
    private static final long LEAST_CHUNKS = 2;

    private HeapBudget() {}

    /**
     * What the heap and its collection take at most.
     *
     * @param chunks of chunks for many objects
     * @param large of chunks for one array
     */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long need(long chunks, long large) {
        return 2 * (chunks + (chunks + 5) / 6) + large + SPACES * CHUNK;
    }

    /** More than what the chunk of an array of {@code size} takes: a byte of its card table stands for 512 of it. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long largeChunk(long size) {
        return AddressSpace.pageUp(size + size / 512 + HEADER);
    }

    /** How much of small objects alone has room with its collection in {@code bytes}. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long capacity(long bytes) {
        long chunks = (bytes - SPACES * CHUNK) * 3 / 7;
        return chunks < 0 ? 0 : chunks;
    }

    /**
     * How much of a heap is kept from whoever asks for memory. When it is full the error is to come first to those of
     * whom there are many and whose loss is the least: who wants a large buffer, then virtual threads, each of which
     * serves one request, then the other threads of a program, of which it may need each one. The rest is the kernel's,
     * whose thread frees memory by what it does.
     *
     * @param most the size of the heap
     * @param size of the object
     * @param virtual whether a virtual thread asks
     * @param kernel whether the kernel's thread does
     */
    public static long kept(long most, long size, boolean virtual, boolean kernel) {
        if (kernel) {
            return 0;
        }
        if (size >= BUFFER) {
            return most / SHARE_FROM_BUFFERS;
        }
        return virtual ? most / SHARE_FROM_VIRTUAL_THREADS : most / SHARE_FROM_THREADS;
    }

    /** Whether {@code bytes} are enough for a heap that is collected. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    static boolean isEnough(long bytes) {
        return need(LEAST_CHUNKS * CHUNK, 0) <= bytes;
    }
}
