package dev.ristretto.kernel.machine.platform.pc;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.x86.CpuFeatures;
import dev.ristretto.kernel.machine.cpu.x86.Instructions;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Variable;
import dev.ristretto.kernel.machine.layout.x86.CpuidResult;
import dev.ristretto.kernel.machine.layout.x86.ParavirtualClockPage;
import org.graalvm.word.Pointer;
import org.graalvm.word.PointerBase;
import org.graalvm.word.WordFactory;

/**
 * KVM's clock (Linux, Documentation/virt/kvm/x86/cpuid.rst and msr.rst): the host keeps a page up to date from which
 * the time-stamp counter becomes its own time, exact, and right again after a move to another host. Where the
 * host vouches that the counters of all processors agree, the page of the first one serves all.
 */
final class ParavirtualClock {
    private static final int SIGNATURE = 0x4000_0000;
    private static final long KVM_1 = 0x4b4d_564bL; // "KVMKVMKVM\0\0\0"
    private static final long KVM_2 = 0x564b_4d56L;
    private static final long KVM_3 = 0x4dL;
    private static final int FEATURES = 0x4000_0001;
    private static final int CLOCK = 1 << 3;
    private static final int STABLE = 1 << 24;

    private static final int HYPERVISOR_LEAF = 1;
    private static final int HYPERVISOR_BIT = 31;

    private static final int MSR_WALL_CLOCK = 0x4b56_4d00;
    private static final int MSR_SYSTEM_TIME = 0x4b56_4d01;
    private static final int ENABLE = 1;

    /** Room for a page at a multiple of its size. */
    private static final CGlobalData<Pointer> MEMORY = createBytes(() -> 2 * ParavirtualClockPage.SIZE);

    private static final CGlobalData<Pointer> RUNNING = createBytes(() -> Variable.SIZE);

    /** The system time at boot. */
    private static final CGlobalData<Pointer> START = createBytes(() -> Variable.SIZE);

    private ParavirtualClock() {}

    /** Has the host keep the clock if it can and vouches for it. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void initialize() {
        if (!isOffered()) {
            return;
        }
        Instructions.writeMsr(MSR_SYSTEM_TIME, physicalAddress() | ENABLE);
        if (!ParavirtualClockPage.isStable(page()) || ParavirtualTime.hertz(page()) == 0) {
            Instructions.writeMsr(MSR_SYSTEM_TIME, 0);
            return;
        }
        Variable.set(RUNNING.get(), 1);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static boolean isOffered() {
        if (!CpuFeatures.has(HYPERVISOR_LEAF, CpuidResult.ECX, HYPERVISOR_BIT)
                || CpuFeatures.hypervisorValue(SIGNATURE, CpuidResult.EBX) != KVM_1
                || CpuFeatures.hypervisorValue(SIGNATURE, CpuidResult.ECX) != KVM_2
                || CpuFeatures.hypervisorValue(SIGNATURE, CpuidResult.EDX) != KVM_3) {
            return false;
        }
        long wanted = CLOCK | STABLE;
        return (CpuFeatures.hypervisorValue(FEATURES, CpuidResult.EAX) & wanted) == wanted;
    }

    /** Whether it is in use. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static boolean isRunning() {
        return Variable.get(RUNNING.get()) != 0;
    }

    /** The frequency of the time-stamp counter in hertz; 0 if this clock does not run. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long frequency() {
        return isRunning() ? ParavirtualTime.hertz(page()) : 0;
    }

    /** Counts from {@code nanosSinceBoot} on. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void start(long nanosSinceBoot) {
        Variable.set(START.get(), systemTime() - nanosSinceBoot);
    }

    /** Nanoseconds since boot. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long nanos() {
        return systemTime() - Variable.get(START.get());
    }

    /**
     * The host writes when the first processor enters the guest. The page has not changed while
     * its version is the same before and after.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long systemTime() {
        PointerBase page = page();
        while (true) {
            int version = ParavirtualClockPage.version(page);
            long nanos = ParavirtualTime.nanos(page, Cpu.ticks());
            // Another call between what was read and the second look, for the compiler must not join the two.
            if ((version & 1) == 0 && Cpu.current().isNonNull() && ParavirtualClockPage.version(page) == version) {
                return nanos;
            }
        }
    }

    /** Nanoseconds since 1970-01-01T00:00:00Z as the host's clock says now. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long wall() {
        PointerBase page = page();
        while (true) {
            Instructions.writeMsr(MSR_WALL_CLOCK, physicalAddress() + ParavirtualClockPage.WALL);
            int version = ParavirtualClockPage.wallVersion(page);
            long zero = ParavirtualTime.wallAtZero(page);
            long now = systemTime();
            if ((version & 1) == 0 && ParavirtualClockPage.wallVersion(page) == version) {
                return zero + now;
            }
        }
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static PointerBase page() {
        long mask = ParavirtualClockPage.SIZE - 1;
        return WordFactory.pointer(MEMORY.get().rawValue() + mask & ~mask);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long physicalAddress() {
        return page().rawValue() - AddressSpace.IMAGE;
    }
}
