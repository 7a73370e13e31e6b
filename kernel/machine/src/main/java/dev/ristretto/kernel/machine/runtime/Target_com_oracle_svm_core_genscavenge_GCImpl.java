package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import com.oracle.svm.core.genscavenge.CollectionPolicy;
import com.oracle.svm.core.genscavenge.GCImpl;
import com.oracle.svm.core.genscavenge.HeapAccounting;
import com.oracle.svm.core.genscavenge.HeapImpl;
import com.oracle.svm.core.heap.GCCause;
import com.oracle.svm.core.heap.OutOfMemoryUtil;
import dev.ristretto.kernel.machine.memory.PhysicalPages;
import org.graalvm.word.UnsignedWord;

/**
 * When the heap is collected: when its youngest part is full, as the runtime's own rule is, but also as soon as there
 * would not be enough to collect it otherwise.
 */
@TargetClass(GCImpl.class)
final class Target_com_oracle_svm_core_genscavenge_GCImpl {
    private Target_com_oracle_svm_core_genscavenge_GCImpl() {}

    @Alias
    @Uninterruptible(reason = "Avoid races with other threads that also try to trigger a GC")
    native boolean collectWithoutAllocating(GCCause cause, boolean complete);

    /**
     * Called before memory is taken that may need a new chunk. Allocates nothing.
     *
     * @throws OutOfMemoryError if there is no room, even after a collection
     */
    @Substitute
    public void maybeCollectOnAllocation(UnsignedWord allocationSize) {
        HeapAccounting accounting = HeapImpl.getAccounting();
        if (accounting.getUsedBytes().equal(0)) {
            return; // the first object of all; nobody knows the sizes of the heap yet
        }
        long size = allocationSize.rawValue();
        CollectionPolicy policy = GCImpl.getPolicy();
        HeapMemory memory = HeapMemory.ofInstance();
        boolean lacks = memory.lacks(size);
        if (!lacks && !policy.shouldCollectOnAllocation() || !PhysicalPages.isHeapCollected()) {
            return;
        }
        GCCause cause = Target_com_oracle_svm_core_genscavenge_GenScavengeGCCause.OnAllocation;
        boolean full = collectWithoutAllocating(cause, false)
                && accounting.getUsedBytes().aboveThan(policy.getMaximumHeapSize());
        if (!full && memory.lacks(size)) {
            memory.setSoftReferencesAreWeak();
            boolean unused = collectWithoutAllocating(cause, true);
            full = memory.lacks(size);
        }
        if (full) {
            throw OutOfMemoryUtil.heapSizeExceeded();
        }
    }

    /** A collection that somebody asks for. Without memory to copy to there is none. */
    @Substitute
    private void collect(GCCause cause, boolean complete) {
        if (PhysicalPages.isHeapCollected() && collectWithoutAllocating(cause, complete)) {
            GCImpl.getPolicy().onMaximumHeapSizeExceeded();
        }
    }
}
