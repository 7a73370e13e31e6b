package dev.ristretto.kernel.machine.boot;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;
import static com.oracle.svm.core.c.CGlobalDataFactory.createCString;
import static com.oracle.svm.core.c.CGlobalDataFactory.forSymbol;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.abi.Report;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.Processors;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.CpuPointer;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.ThreadPointer;
import dev.ristretto.kernel.machine.layout.UserSupport;
import dev.ristretto.kernel.machine.layout.Variable;
import dev.ristretto.kernel.machine.layout.WordArray;
import dev.ristretto.kernel.machine.memory.PageTables;
import dev.ristretto.kernel.machine.memory.PhysicalPages;
import dev.ristretto.kernel.machine.memory.VirtualMemory;
import dev.ristretto.kernel.machine.platform.Platform;
import dev.ristretto.kernel.machine.platform.PlatformProcessors;
import dev.ristretto.kernel.machine.power.Panic;
import dev.ristretto.kernel.machine.power.Power;
import dev.ristretto.kernel.machine.threads.Scheduler;
import dev.ristretto.kernel.machine.threads.Threads;
import dev.ristretto.kernel.machine.time.KernelClock;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.word.Pointer;

/** The boot path in Java, from the first function that boot.S calls to the application's main thread. */
public final class Kernel {
    private static final long MIB = 1L << 20;

    private static final CGlobalData<CCharPointer> NO_MEMORY_MAP = createCString(
            "the boot protocol gave no memory map: boot this image through its PVH note (QEMU -kernel, Firecracker, Xen)");
    private static final CGlobalData<CCharPointer> TOO_SMALL =
            createCString("\nristretto: too little memory: the instance has ");
    private static final CGlobalData<CCharPointer> NEEDS = createCString(" MiB, this image needs at least ");
    private static final CGlobalData<CCharPointer> REMEDY =
            createCString(" MiB. Give it more, for example with -m 64M.\n");
    private static final CGlobalData<CCharPointer> TOO_SMALL_REPORT =
            createCString(Report.PANIC + "too little memory\n");
    static final CGlobalData<CCharPointer> OUT_OF_MEMORY = createCString("out of memory while booting");
    private static final CGlobalData<CCharPointer> NO_CLOCK = createCString(
            "this machine has no clock that the processor's counter could be measured against: a timer chip (PIT), a "
                    + "real-time clock, or a hypervisor that says the frequency");
    private static final CGlobalData<CCharPointer> PROGRAM = createCString("/app");

    /**
     * How many arguments SubstrateVM's main gets, where they are, and behind that they: the name of the program alone,
     * for it would take what begins with {@code -D} or {@code -X} for its own; then a null.
     */
    private static final CGlobalData<Pointer> MAIN_ARGUMENTS = createBytes(() -> 4 * Variable.SIZE);

    private static final CGlobalData<Pointer> BOOT_STACK = forSymbol("boot_stack");

    private static final CGlobalData<CpuPointer> CPU0_BLOCK = forSymbol("cpu0_block");

    static final long BOOT_STACK_SIZE = 16 * 1024;

    private Kernel() {}

    /** Called once, on the boot stack with interrupts off; never returns: the boot stack becomes the idle thread's. */
    @CEntryPoint(name = "kernel_start", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void start(long startInfo) {
        long timestamp = Cpu.ticks();
        CPU0_BLOCK.get().setSelf(CPU0_BLOCK.get());
        Platform.initializeConsole();
        BootInformation.initialize(startInfo);
        if (BootInformation.regions() == 0) {
            Panic.stop(NO_MEMORY_MAP.get());
        }
        BootInformation.findHoles();
        startMemory();
        startScheduler();
        startPlatform(timestamp);
        SecondaryProcessors.start();
        PlatformProcessors.lockIn();
        startMain();
        Scheduler.idle();
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void startMemory() {
        long imageEnd = AddressSpace.pageUp(AddressSpace.IMAGE_END.get().rawValue() - AddressSpace.IMAGE);
        long memoryEnd = BootInformation.memoryEnd();
        long regionEnd = BootInformation.regionEnd(imageEnd);
        long marks = imageEnd;
        long endPage = memoryEnd >>> AddressSpace.PAGE_SHIFT;
        for (int hole = 0; hole < BootInformation.HOLES; hole++) {
            long holeStart = BootInformation.holeStart(hole);
            long holeEnd = BootInformation.holeEnd(hole);
            if (marks < holeEnd && holeStart < regionEnd) {
                if (marks + AddressSpace.pageUp(endPage) + AddressSpace.LEAST_FREE <= holeStart) {
                    regionEnd = holeStart;
                } else {
                    marks = holeEnd;
                }
            }
        }
        long early = marks + AddressSpace.pageUp(endPage);
        if (early + AddressSpace.LEAST_FREE > regionEnd) {
            stopForMemory(early + AddressSpace.LEAST_FREE - (regionEnd == 0 ? memoryEnd : regionEnd));
        }
        Cpu.clearPages(AddressSpace.direct(marks), early - marks);
        long free = PageTables.initialize(early, regionEnd, memoryEnd);
        if (free == 0) {
            stopForMemory(AddressSpace.LEAST_FREE);
        }
        PhysicalPages.initialize(AddressSpace.direct(marks), endPage);
        for (int region = 0; region < BootInformation.regions(); region++) {
            long from = BootInformation.regionStart(region);
            long to = BootInformation.regionEndOf(region);
            if (from < free) {
                from = free;
            }
            addOutside(0, from, to);
        }
        VirtualMemory.initialize();
    }

    /** Adds the pages from {@code from} to {@code to} that are not in a hole, of which {@code hole} is the first. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void addOutside(int hole, long from, long to) {
        if (from >= to) {
            return;
        }
        if (hole == BootInformation.HOLES) {
            PhysicalPages.add(from, to);
            return;
        }
        long holeStart = BootInformation.holeStart(hole);
        long holeEnd = BootInformation.holeEnd(hole);
        if (holeStart >= holeEnd) {
            addOutside(hole + 1, from, to);
        } else {
            addOutside(hole + 1, from, to < holeStart ? to : holeStart);
            addOutside(hole + 1, from > holeEnd ? from : holeEnd, to);
        }
    }

    /**
     * The machine's memory is rounded up: firmware keeps some at its end for itself, so what is missing comes on top.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void stopForMemory(long missing) {
        long present = (BootInformation.memoryEnd() + MIB - 1) / MIB;
        Power.report(TOO_SMALL_REPORT.get());
        Panic.print(TOO_SMALL.get());
        Panic.printDecimal(present);
        Panic.print(NEEDS.get());
        Panic.printDecimal(present + (missing + MIB - 1) / MIB);
        Panic.print(REMEDY.get());
        Power.off(Report.PANIC_STATUS);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void startScheduler() {
        ThreadPointer idle = Threads.describe(BOOT_STACK.get().rawValue(), BOOT_STACK_SIZE);
        if (idle.isNull()) {
            Panic.stop(OUT_OF_MEMORY.get());
        }
        Scheduler.initialize(CPU0_BLOCK.get(), idle);
        Processors.add(CPU0_BLOCK.get());
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void startUserMode() {
        if (UserSupport.INCLUDED) {
            Cpu.startUserMode();
        }
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void startPlatform(long timestamp) {
        for (int window = 0; window < Platform.deviceWindows(); window++) {
            if (VirtualMemory.mapDevice(Platform.deviceAddress(window), Platform.deviceBytes(window)) == 0) {
                Panic.stop(OUT_OF_MEMORY.get());
            }
        }
        startUserMode();
        long wall = Platform.initialize(timestamp);
        if (wall == Platform.NO_CLOCK) {
            Panic.stop(NO_CLOCK.get());
        }
        KernelClock.initialize(wall);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void startMain() {
        long arguments = MAIN_ARGUMENTS.get().rawValue();
        WordArray.set(arguments, 0, 1);
        WordArray.set(arguments, 1, arguments + 2 * Variable.SIZE);
        WordArray.set(arguments, 2, PROGRAM.get().rawValue());
        if (Threads.create(Threads.DEFAULT_STACK, Cpu.mainThreadAddress(), arguments)
                .isNull()) {
            Panic.stop(OUT_OF_MEMORY.get());
        }
        PhysicalPages.promiseHeap();
    }
}
