package dev.ristretto.kernel.machine.cpu.x86;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Text;
import dev.ristretto.kernel.machine.layout.x86.CpuidResult;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;

/** Tells SubstrateVM what the processor has. */
final class RuntimeFeatures {
    private RuntimeFeatures() {}

    /**
     * Fills SubstrateVM's CPUFeatures structure, one byte a feature (offsets: AMD64LibCHelper.CPUFeatures). What is not
     * named here stays off: state that the kernel does not save (AVX-512) or that only JIT compilers use.
     */
    @CEntryPoint(name = "determineCPUFeatures", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void determineFeatures(long features) {
        set(features, 0, 1, CpuidResult.EDX, 8); // CX8
        set(features, 1, 1, CpuidResult.EDX, 15); // CMOV
        set(features, 2, 1, CpuidResult.EDX, 24); // FXSR
        set(features, 4, 1, CpuidResult.EDX, 23); // MMX
        set(features, 6, 1, CpuidResult.EDX, 25); // SSE
        set(features, 7, 1, CpuidResult.EDX, 26); // SSE2
        set(features, 8, 1, CpuidResult.ECX, 0); // SSE3
        set(features, 9, 1, CpuidResult.ECX, 9); // SSSE3
        set(features, 11, 1, CpuidResult.ECX, 19); // SSE4.1
        set(features, 12, 1, CpuidResult.ECX, 20); // SSE4.2
        set(features, 13, 1, CpuidResult.ECX, 23); // POPCNT
        set(features, 14, 0x8000_0001, CpuidResult.ECX, 5); // LZCNT
        set(features, 15, 1, CpuidResult.EDX, 4); // TSC
        set(features, 18, 1, CpuidResult.ECX, 28); // AVX
        set(features, 19, 7, CpuidResult.EBX, 5); // AVX2
        set(features, 20, 1, CpuidResult.ECX, 25); // AES
        set(features, 21, 7, CpuidResult.EBX, 9); // ERMS
        set(features, 22, 1, CpuidResult.ECX, 1); // CLMUL
        set(features, 23, 7, CpuidResult.EBX, 3); // BMI1
        set(features, 24, 7, CpuidResult.EBX, 8); // BMI2
        set(features, 26, 7, CpuidResult.EBX, 19); // ADX
        set(features, 34, 7, CpuidResult.EBX, 29); // SHA
        set(features, 35, 1, CpuidResult.ECX, 12); // FMA
        set(features, 57, 1, CpuidResult.ECX, 29); // F16C
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void set(long features, int feature, int leaf, int register, int bit) {
        Text.put(features + feature, CpuFeatures.has(leaf, register, bit) ? 1 : 0);
    }
}
