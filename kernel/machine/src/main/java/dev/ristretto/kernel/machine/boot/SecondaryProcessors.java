package dev.ristretto.kernel.machine.boot;

import static com.oracle.svm.core.c.CGlobalDataFactory.createCString;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.Processors;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.CpuPointer;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.ThreadPointer;
import dev.ristretto.kernel.machine.memory.PageTables;
import dev.ristretto.kernel.machine.memory.VirtualMemory;
import dev.ristretto.kernel.machine.platform.PlatformProcessors;
import dev.ristretto.kernel.machine.power.Panic;
import dev.ristretto.kernel.machine.threads.Scheduler;
import dev.ristretto.kernel.machine.threads.Threads;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.word.WordFactory;

/** Starts the processors but the first, one after the other, before the application begins. */
final class SecondaryProcessors {
    private static final CGlobalData<CCharPointer> MISSING = createCString("\nristretto: processor ");
    private static final CGlobalData<CCharPointer> LEFT_OUT =
            createCString(" does not start: the instance has only those before it\n");

    private SecondaryProcessors() {}

    /**
     * Starts as many as the command line wants, else all that firmware tells of; one that does not come is named, and
     * those behind it are left out too.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void start() {
        int wanted = BootInformation.processors();
        if (wanted == 1) {
            return;
        }
        ProcessorTable.read(BootInformation.rootPointer());
        int known = ProcessorTable.count();
        if (wanted == 0) {
            wanted = known;
        }
        long self = PlatformProcessors.address();
        for (int next = 0; Processors.count() < wanted && next < (known == 0 ? Processors.MOST : known); next++) {
            long address = known == 0 ? next : ProcessorTable.address(next);
            if (address != self && !start(address)) {
                Panic.print(MISSING.get());
                Panic.printDecimal(Processors.count());
                Panic.print(LEFT_OUT.get());
                return;
            }
        }
    }

    /** Gives a processor its memory and starts it. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static boolean start(long address) {
        long bytes = AddressSpace.PAGE + PlatformProcessors.memory() + Kernel.BOOT_STACK_SIZE;
        long memory = VirtualMemory.allocate(bytes, bytes);
        ThreadPointer idle = WordFactory.nullPointer();
        if (memory != 0) {
            idle = Threads.describe(memory + bytes - Kernel.BOOT_STACK_SIZE, Kernel.BOOT_STACK_SIZE);
        }
        if (idle.isNull()) {
            Panic.stop(Kernel.OUT_OF_MEMORY.get());
        }
        CpuPointer cpu = WordFactory.pointer(memory);
        cpu.setSelf(cpu);
        cpu.setAddress(address);
        cpu.setHosted(Cpu.current().getHosted());
        Scheduler.initialize(cpu, idle);
        return PlatformProcessors.start(
                cpu, memory + AddressSpace.PAGE, memory + bytes, PageTables.root(), BootInformation.lowPage());
    }

    /** Called on each of them, with interrupts off, on what becomes the stack of its idle thread. */
    @CEntryPoint(name = "processor_begin", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void begin() {
        PlatformProcessors.begin();
        Kernel.startUserMode();
        Processors.add(Cpu.current());
        Scheduler.idle();
    }
}
