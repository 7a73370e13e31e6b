package dev.ristretto.kernel.machine.cpu.x86;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;

/** Ring 3: system calls come by the SYSCALL instruction (Intel SDM volume 3, section 5.8.8). */
public final class UserMode {
    private static final int MSR_EFER = 0xc000_0080;
    private static final int MSR_STAR = 0xc000_0081;
    private static final int MSR_LSTAR = 0xc000_0082;
    private static final int MSR_FMASK = 0xc000_0084;
    private static final int MSR_KERNEL_GS_BASE = 0xc000_0102;

    private static final long SYSTEM_CALLS = 1;

    /** The kernel's code segment, and 16 below that of ring 3: the segments lie in boot.S. */
    private static final long SEGMENTS = 0x0023_0008_0000_0000L;

    /** Flags that a system call clears: alignment check, nested task, direction, interrupts, single step. */
    private static final long CLEARED = 0x4_4700;

    private static final long EXECUTION_PREVENTION = 1 << 20;
    private static final long ACCESS_PREVENTION = 1 << 21;

    private UserMode() {}

    /** Switches it on for this processor. From then on ring 0 can neither execute nor touch pages of programs. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void start() {
        Instructions.writeMsr(MSR_STAR, SEGMENTS);
        Instructions.writeMsr(MSR_LSTAR, Instructions.userSystemCallAddress());
        Instructions.writeMsr(MSR_FMASK, CLEARED);
        Instructions.writeMsr(MSR_KERNEL_GS_BASE, 0);
        Instructions.writeMsr(MSR_EFER, Instructions.readMsr(MSR_EFER) | SYSTEM_CALLS);
        Instructions.addToCr4((CpuFeatures.hasExecutionPrevention() ? EXECUTION_PREVENTION : 0)
                | (CpuFeatures.hasAccessPrevention() ? ACCESS_PREVENTION : 0));
    }
}
