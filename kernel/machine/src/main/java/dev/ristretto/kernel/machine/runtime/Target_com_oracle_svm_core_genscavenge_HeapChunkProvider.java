package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.machine.layout.KernelCode;
import org.graalvm.word.UnsignedWord;

/** The empty chunks that the collector keeps. */
@TargetClass(className = "com.oracle.svm.core.genscavenge.HeapChunkProvider")
final class Target_com_oracle_svm_core_genscavenge_HeapChunkProvider {
    private Target_com_oracle_svm_core_genscavenge_HeapChunkProvider() {}

    @Alias
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    native UnsignedWord getBytesInUnusedChunks();

    @Alias
    native void freeUnusedAlignedChunksAtSafepoint(UnsignedWord count);
}
