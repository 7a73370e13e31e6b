package dev.ristretto.kernel.machine.platform.pc;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.Processors;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.CpuPointer;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.x86.ProcessorStart;
import dev.ristretto.kernel.machine.layout.x86.SegmentTables;
import org.graalvm.word.Pointer;

/** The processors but the first, and how they are started (Intel SDM volume 3, section 10.4). */
public final class PcProcessors {
    private static final long FAULT_STACK = 32 * 1024;
    private static final long INTERRUPT_STACK = 4 * 1024;

    /** Bytes of tables and stacks of each. */
    public static final long MEMORY = AddressSpace.PAGE + FAULT_STACK + INTERRUPT_STACK;

    /** Without x2APIC a number has a byte, and the last one means all. */
    private static final long LARGEST_ADDRESS = 254;

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** How long a processor may take, which the host of a virtual machine may not let run at once. */
    private static final long PATIENCE = 5_000 * NANOS_PER_MILLI;

    /** When it is told again. */
    private static final long REMINDER = 10 * NANOS_PER_MILLI;

    private static final CGlobalData<Pointer> START = CGlobalDataFactory.forSymbol("processor_start");
    private static final CGlobalData<Pointer> TRAMPOLINE = CGlobalDataFactory.forSymbol("processor_trampoline");
    private static final CGlobalData<Pointer> TRAMPOLINE_END = CGlobalDataFactory.forSymbol("processor_trampoline_end");

    private PcProcessors() {}

    /** See {@code PlatformProcessors.address}. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long address() {
        return LocalApic.id();
    }

    /** See {@code PlatformProcessors.start}. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean start(CpuPointer cpu, long memory, long stackEnd, long root, long lowPage) {
        long faultStackEnd = memory + AddressSpace.PAGE + FAULT_STACK;
        long segments = SegmentTables.set(memory, faultStackEnd, faultStackEnd + INTERRUPT_STACK);
        ProcessorStart.set(START.get(), root, segments, stackEnd, cpu.rawValue());
        long code = TRAMPOLINE.get().rawValue();
        Cpu.copy(
                AddressSpace.direct(lowPage),
                AddressSpace.direct(code),
                TRAMPOLINE_END.get().rawValue() - code);
        int count = Processors.count();
        long address = cpu.getAddress();
        if (address > LARGEST_ADDRESS) {
            return false;
        }
        LocalApic.sendInit(address);
        long begun = PcMachine.nanos();
        long reminder = begun;
        while (Processors.count() == count) {
            long now = PcMachine.nanos();
            if (now >= reminder) {
                LocalApic.sendStart(address, (int) (lowPage >>> AddressSpace.PAGE_SHIFT));
                reminder = now + REMINDER;
            }
            if (now - begun > PATIENCE && ProcessorStart.claim(START.get())) {
                return false;
            }
            Cpu.pause();
        }
        return true;
    }

    /** See {@code PlatformProcessors.begin}. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void begin() {
        Interrupts.load();
        LocalApic.enable();
        LocalApic.enableTimer();
    }

    /** See {@code PlatformProcessors.interrupt}. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void interrupt(CpuPointer cpu) {
        LocalApic.send(cpu.getAddress(), Interrupts.WORK);
    }

    /** See {@code PlatformProcessors.requestFlush}. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void requestFlush(CpuPointer cpu) {
        LocalApic.send(cpu.getAddress(), Interrupts.FLUSH);
    }

    /** See {@code PlatformProcessors.stopOthers}. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void stopOthers() {
        CpuPointer self = Cpu.current();
        for (int index = 0; index < Processors.count(); index++) {
            CpuPointer cpu = Processors.get(index);
            if (cpu.notEqual(self)) {
                LocalApic.sendUnmaskable(cpu.getAddress());
            }
        }
    }
}
