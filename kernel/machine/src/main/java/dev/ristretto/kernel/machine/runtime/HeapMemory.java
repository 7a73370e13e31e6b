package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.genscavenge.AddressRangeCommittedMemoryProvider;
import com.oracle.svm.core.genscavenge.GCImpl;
import com.oracle.svm.core.genscavenge.HeapImpl;
import com.oracle.svm.core.genscavenge.YoungGeneration;
import com.oracle.svm.core.heap.RestrictHeapAccess;
import com.oracle.svm.core.jdk.UninterruptibleUtils.AtomicLong;
import com.oracle.svm.core.os.CommittedMemoryProvider;
import com.oracle.svm.core.thread.JavaThreads;
import com.oracle.svm.core.thread.VMOperation;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.memory.CHeap;
import dev.ristretto.kernel.machine.memory.HeapBudget;
import dev.ristretto.kernel.machine.memory.PhysicalPages;
import jdk.graal.compiler.word.Word;
import org.graalvm.nativeimage.ImageSingletons;
import org.graalvm.word.Pointer;
import org.graalvm.word.PointerBase;
import org.graalvm.word.UnsignedWord;
import org.jspecify.annotations.Nullable;

/**
 * Where the Java heap gets its chunks. A program gets one only if enough is left to collect the heap then, as
 * {@link HeapBudget} counts; else an {@link OutOfMemoryError}. So the collector, which cannot go on without, always
 * gets one.
 */
public final class HeapMemory extends AddressRangeCommittedMemoryProvider {
    private static final long KEPT_SHARE = 16;

    /** Bytes of chunks for many objects, those included that the collector keeps empty for later. */
    private final AtomicLong chunks = new AtomicLong(0);

    /** Bytes of chunks for one array. */
    private final AtomicLong large = new AtomicLong(0);

    /** The kernel's thread that drives the network. */
    private @Nullable Thread kernelThread;

    /** The thread that is in the middle of the network stack, which nobody else could go on with. */
    private @Nullable Thread insideKernel;

    private boolean softReferencesAreWeak;

    /** Created while an image is built. */
    HeapMemory() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    static HeapMemory ofInstance() {
        return (HeapMemory) ImageSingletons.lookup(CommittedMemoryProvider.class);
    }

    /** How large a heap of small objects can become for certain, in bytes. Changes as others take memory. */
    public static long capacity() {
        HeapMemory memory = ofInstance();
        long heap = memory.chunks.get() + memory.large.get() + PhysicalPages.heapLeft();
        return PhysicalPages.isHeapCollected() ? HeapBudget.capacity(heap) : heap;
    }

    /** The calling thread is the kernel's, which gets memory when nobody else does any more. */
    public static void reserveForCurrentThread() {
        ofInstance().kernelThread = Thread.currentThread();
    }

    /** The calling thread gets memory likewise until null is given: what it does now is the kernel's work. */
    public static void setInsideKernel(@Nullable Thread thread) {
        ofInstance().insideKernel = thread;
    }

    /** Whether a program may take so much on top. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    boolean admits(long moreChunks, long moreLarge) {
        if (!PhysicalPages.isHeapCollected()) {
            return true; // as long as there are pages
        }
        long manyObjects = chunks.get();
        long oneArray = large.get();
        long missing = HeapBudget.need(manyObjects + moreChunks, oneArray + moreLarge) - manyObjects - oneArray;
        return missing <= PhysicalPages.heapLeft();
    }

    /**
     * Whether a block of the C heap may be of what is promised to the Java heap, as a large array would be. A sixteenth
     * of all memory is kept from those who ask.
     */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    static boolean lends(long bytes) {
        return PhysicalPages.isHeapCollected()
                && !VMOperation.isGCInProgress()
                && ofInstance().admits(0, bytes + PhysicalPages.size() / KEPT_SHARE);
    }

    /** Whether there is room for a block of the C heap now. */
    public static boolean hasRoomBeside(long bytes) {
        return !CHeap.isLarge(bytes) || lends(bytes) || PhysicalPages.hasSpare(bytes);
    }

    /**
     * Whether there is no room for an object of {@code size}, or would not be with what the next collection needs, or
     * what there is has to be {@link HeapBudget#kept kept} from the calling thread.
     */
    boolean lacks(long size) {
        long most = GCImpl.getPolicy().getMaximumHeapSize().rawValue();
        long used = HeapImpl.getAccounting().getUsedBytes().rawValue();
        Thread thread = Thread.currentThread();
        boolean kernel = thread == kernelThread || thread == insideKernel;
        if (used + size > most - HeapBudget.kept(most, size, JavaThreads.isCurrentThreadVirtual(), kernel)) {
            return true;
        }
        return size >= HeapBudget.LARGE_ARRAY
                ? !admits(0, HeapBudget.largeChunk(size))
                : !hasRoom(size) && !admits(HeapBudget.CHUNK, 0);
    }

    /** Whether there is a chunk for it already. */
    private static boolean hasRoom(long size) {
        long room = YoungGeneration.getHeapAllocation().unsafeMaxTlabAllocSize().rawValue();
        return HeapImpl.getAccounting().getBytesInUnusedChunks().aboveThan(0)
                || room >= size && room < HeapBudget.CHUNK - HeapBudget.HEADER;
    }

    /** Whether the next collection frees what only soft references hold. */
    void setSoftReferencesAreWeak() {
        softReferencesAreWeak = true;
    }

    @Override
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public Pointer allocateAlignedChunk(UnsignedWord bytes, UnsignedWord alignment) {
        if (!VMOperation.isGCInProgress() && !admits(bytes.rawValue(), 0)) {
            throw reportAlignedChunkAllocationFailed(COMMIT_FAILED);
        }
        Pointer chunk = super.allocateAlignedChunk(bytes, alignment);
        chunks.addAndGet(bytes.rawValue());
        return chunk;
    }

    @Override
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public Pointer allocateUnalignedChunk(UnsignedWord bytes) {
        long pages = AddressSpace.pageUp(bytes.rawValue());
        if (!VMOperation.isGCInProgress() && !admits(0, pages)) {
            throw reportUnalignedChunkAllocationFailed(COMMIT_FAILED);
        }
        Pointer chunk = super.allocateUnalignedChunk(bytes);
        large.addAndGet(pages);
        return chunk;
    }

    @Override
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public void freeAlignedChunk(PointerBase start, UnsignedWord bytes, UnsignedWord alignment) {
        super.freeAlignedChunk(start, bytes, alignment);
        chunks.addAndGet(-bytes.rawValue());
    }

    @Override
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public void freeUnalignedChunk(PointerBase start, UnsignedWord bytes) {
        super.freeUnalignedChunk(start, bytes);
        large.addAndGet(-AddressSpace.pageUp(bytes.rawValue()));
    }

    @Override
    @RestrictHeapAccess(access = RestrictHeapAccess.Access.NO_ALLOCATION, reason = "Called by the GC.")
    public void beforeGarbageCollection() {
        PhysicalPages.setCollecting(true);
        if (softReferencesAreWeak) {
            softReferencesAreWeak = false;
            Target_com_oracle_svm_core_genscavenge_ReferenceObjectProcessing.setSoftReferencesAreWeak(true);
        }
        super.beforeGarbageCollection();
    }

    /** Of the empty chunks that the collector keeps only those stay that the next collection leaves room for. */
    @Override
    @RestrictHeapAccess(access = RestrictHeapAccess.Access.NO_ALLOCATION, reason = "Called by the GC.")
    public void afterGarbageCollection() {
        super.afterGarbageCollection();
        Target_com_oracle_svm_core_genscavenge_ReferenceObjectProcessing.setSoftReferencesAreWeak(false);
        Target_com_oracle_svm_core_genscavenge_HeapChunkProvider provider =
                Target_com_oracle_svm_core_genscavenge_HeapImpl.getChunkProvider();
        while (!admits(0, 0) && provider.getBytesInUnusedChunks().aboveThan(0)) {
            provider.freeUnusedAlignedChunksAtSafepoint(Word.unsigned(1));
        }
        PhysicalPages.setCollecting(false);
    }
}
