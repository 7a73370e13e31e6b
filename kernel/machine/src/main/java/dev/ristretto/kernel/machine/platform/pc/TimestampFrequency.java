package dev.ristretto.kernel.machine.platform.pc;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.cpu.x86.CpuFeatures;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Unsigned;
import dev.ristretto.kernel.machine.layout.x86.CpuidResult;

/**
 * What the hypervisor or the processor says of the frequency of the time-stamp counter. Sources: Intel SDM volume 2A,
 * CPUID leaf 15H; the timing leaf 4000_0010H that VMware has defined and KVM under QEMU has taken over.
 */
final class TimestampFrequency {
    private static final int FEATURES = 1;
    private static final int HYPERVISOR_BIT = 31;
    private static final int HYPERVISOR_TIMING = 0x4000_0010;
    private static final int CRYSTAL = 0x15;
    private static final long HERTZ_PER_KILOHERTZ = 1000;
    /** Slower than any such processor: the leaf means something else. */
    private static final long LEAST = 100_000_000;

    private TimestampFrequency() {}

    /** In hertz; 0 if nobody says it. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long known() {
        long hertz = 0;
        if (CpuFeatures.has(FEATURES, CpuidResult.ECX, HYPERVISOR_BIT)) {
            hertz = CpuFeatures.hypervisorValue(HYPERVISOR_TIMING, CpuidResult.EAX) * HERTZ_PER_KILOHERTZ;
        }
        if (hertz < LEAST) {
            long denominator = CpuFeatures.value(CRYSTAL, CpuidResult.EAX);
            long numerator = CpuFeatures.value(CRYSTAL, CpuidResult.EBX);
            long crystal = CpuFeatures.value(CRYSTAL, CpuidResult.ECX);
            hertz = denominator == 0 ? 0 : Unsigned.divide(crystal * numerator, denominator);
        }
        return hertz < LEAST ? 0 : hertz;
    }
}
