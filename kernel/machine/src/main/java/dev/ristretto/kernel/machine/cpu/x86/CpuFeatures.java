package dev.ristretto.kernel.machine.cpu.x86;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Variable;
import dev.ristretto.kernel.machine.layout.x86.CpuidResult;
import org.graalvm.nativeimage.StackValue;
import org.graalvm.word.Pointer;

/** What CPUID says beyond x86-64-v3, which boot.S has checked. */
public final class CpuFeatures {
    private static final int HYPERVISOR = 0x4000_0000;

    private CpuFeatures() {}

    /** Whether a bit of a register of a CPUID leaf is set; false for leaves that the CPU does not have. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean has(int leaf, int register, int bit) {
        return (value(leaf, register) >>> bit & 1) != 0;
    }

    /** The 32 bits of a register of a CPUID leaf; 0 for leaves that the CPU does not have. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long value(int leaf, int register) {
        return value(leaf & 0x8000_0000, leaf, register);
    }

    /** The same of a leaf of the hypervisor's, which it is known to have. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long hypervisorValue(int leaf, int register) {
        return value(HYPERVISOR, leaf, register);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long value(int first, int leaf, int register) {
        Pointer out = StackValue.get(CpuidResult.SIZE);
        Instructions.id(first, 0, out);
        if (Integer.compareUnsigned(CpuidResult.get(out, CpuidResult.EAX), leaf) < 0) {
            return 0;
        }
        Instructions.id(leaf, 0, out);
        return CpuidResult.get(out, register) & 0xffff_ffffL;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean hasDeadlineTimer() {
        return has(1, CpuidResult.ECX, 24);
    }

    /** A word of RDRAND, 0 where there is none. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long random() {
        Pointer random = StackValue.get(Variable.SIZE);
        if (!has(1, CpuidResult.ECX, 30) || Instructions.random(random) == 0) {
            return 0;
        }
        return Variable.get(random);
    }

    /** What Linux tells programs: register EDX of leaf 1. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long hardwareCapabilities() {
        return value(1, CpuidResult.EDX);
    }

    /** Whether ring 0 can be kept from executing pages of programs (SMEP). */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static boolean hasExecutionPrevention() {
        return has(7, CpuidResult.EBX, 7);
    }

    /** Whether ring 0 can be kept from touching pages of programs (SMAP). */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static boolean hasAccessPrevention() {
        return has(7, CpuidResult.EBX, 20);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean hasSha() {
        return has(7, CpuidResult.EBX, 29);
    }
}
