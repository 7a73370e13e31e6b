package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.TargetClass;
import com.oracle.svm.core.heap.GCCause;

/** Why the heap is collected. */
@TargetClass(className = "com.oracle.svm.core.genscavenge.GenScavengeGCCause")
final class Target_com_oracle_svm_core_genscavenge_GenScavengeGCCause {
    @Alias
    static GCCause OnAllocation;

    private Target_com_oracle_svm_core_genscavenge_GenScavengeGCCause() {}
}
