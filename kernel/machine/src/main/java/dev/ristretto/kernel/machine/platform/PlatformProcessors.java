package dev.ristretto.kernel.machine.platform;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.layout.CpuPointer;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.platform.hosted.HostMachine;
import dev.ristretto.kernel.machine.platform.hosted.HostProcessors;
import dev.ristretto.kernel.machine.platform.pc.PcProcessors;

/** The processors but the first: how they are found, started and interrupted. */
public final class PlatformProcessors {
    private PlatformProcessors() {}

    /** The number by which interrupts reach the processor that asks; as a process none has one yet. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long address() {
        return Platform.isHosted() ? 0 : PcProcessors.address();
    }

    /** How many bytes, whole pages, a processor but the first needs for the platform. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long memory() {
        return Platform.isHosted() ? HostProcessors.MEMORY : PcProcessors.MEMORY;
    }

    /**
     * Starts another processor, which calls {@code processor_begin} with interrupts off, and waits until it has counted
     * itself in; false if it does not come, when no other one may be started either.
     *
     * @param cpu its block, which on a machine has its number
     * @param memory the address of zeroed {@link #memory}, behind the page of the block
     * @param stackEnd where its stack begins
     * @param root the physical address of the kernel's page tables
     * @param lowPage the physical address of a page below 1 MiB that is not used
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean start(CpuPointer cpu, long memory, long stackEnd, long root, long lowPage) {
        return Platform.isHosted()
                ? HostProcessors.start(cpu, stackEnd)
                : PcProcessors.start(cpu, memory, stackEnd, root, lowPage);
    }

    /** What a processor does first that has been started: interrupts and timer of its own. They stay off. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void begin() {
        if (Platform.isHosted()) {
            HostProcessors.begin();
        } else {
            PcProcessors.begin();
        }
    }

    /** All processors have been started: the machine is locked in from here on. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void lockIn() {
        if (Platform.isHosted()) {
            HostMachine.lockIn();
        }
    }

    /** Interrupts another processor, so that it looks for work. Interrupts are off. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void interrupt(CpuPointer cpu) {
        if (Platform.isHosted()) {
            HostProcessors.interrupt(cpu);
        } else {
            PcProcessors.interrupt(cpu);
        }
    }

    /** Has another processor call {@link Cpu#flush} as soon as can be. Interrupts are off. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void requestFlush(CpuPointer cpu) {
        PcProcessors.requestFlush(cpu);
    }

    /** Has all other processors call {@code Traps.stopped}, whatever they do. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void stopOthers() {
        if (Platform.isHosted()) {
            HostProcessors.stopOthers();
        } else {
            PcProcessors.stopOthers();
        }
    }
}
