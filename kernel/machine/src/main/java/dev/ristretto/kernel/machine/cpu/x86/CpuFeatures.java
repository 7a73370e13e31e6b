package dev.ristretto.kernel.machine.cpu.x86;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Variable;
import dev.ristretto.kernel.machine.layout.x86.CpuidResult;
import org.graalvm.nativeimage.StackValue;
import org.graalvm.word.Pointer;

/** What CPUID says beyond x86-64-v3, which boot.S has checked. */
public final class CpuFeatures {
    private CpuFeatures() {}

    /** Whether a bit of a register of a CPUID leaf is set; false for leaves that the CPU does not have. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean has(int leaf, int register, int bit) {
        Pointer out = StackValue.get(CpuidResult.SIZE);
        Instructions.id(leaf & 0x8000_0000, 0, out);
        if (Integer.compareUnsigned(CpuidResult.get(out, CpuidResult.EAX), leaf) < 0) {
            return false;
        }
        Instructions.id(leaf, 0, out);
        return (CpuidResult.get(out, register) >>> bit & 1) != 0;
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

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean hasSha() {
        return has(7, CpuidResult.EBX, 29);
    }
}
