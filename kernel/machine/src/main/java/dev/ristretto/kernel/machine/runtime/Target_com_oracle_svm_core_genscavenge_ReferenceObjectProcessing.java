package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.TargetClass;

/** What the collector does with references that do not keep an object. */
@TargetClass(className = "com.oracle.svm.core.genscavenge.ReferenceObjectProcessing")
final class Target_com_oracle_svm_core_genscavenge_ReferenceObjectProcessing {
    private Target_com_oracle_svm_core_genscavenge_ReferenceObjectProcessing() {}

    @Alias
    static native void setSoftReferencesAreWeak(boolean weak);
}
