package dev.ristretto.kernel.machine;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.abi.Report;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.word.Pointer;

/** The boot path in Java, from the first function that boot.S calls to the application's main thread. */
public final class Kernel {
    /** What the kernel and the smallest application need beyond the image itself. */
    private static final long LEAST_FREE = 5L << 20;

    private static final long MIB = 1L << 20;

    private static final CGlobalData<CCharPointer> NO_MEMORY_MAP = CGlobalDataFactory.createCString(
            "the boot protocol gave no memory map: boot this image through its PVH note (QEMU -kernel, Firecracker, Xen)");
    private static final CGlobalData<CCharPointer> TOO_SMALL =
            CGlobalDataFactory.createCString("\nristretto: too little memory: the instance has ");
    private static final CGlobalData<CCharPointer> NEEDS =
            CGlobalDataFactory.createCString(" MiB, this image needs at least ");
    private static final CGlobalData<CCharPointer> REMEDY =
            CGlobalDataFactory.createCString(" MiB. Give it more, for example with -m 64M.\n");
    private static final CGlobalData<CCharPointer> TOO_SMALL_REPORT =
            CGlobalDataFactory.createCString(Report.PANIC + "too little memory\n");
    private static final CGlobalData<CCharPointer> NO_MEMORY_FOR_STACK =
            CGlobalDataFactory.createCString("out of memory: a thread's stack could not grow");
    private static final CGlobalData<CCharPointer> OUT_OF_MEMORY =
            CGlobalDataFactory.createCString("out of memory while booting");
    private static final CGlobalData<Pointer> MAIN_ARGUMENTS = CGlobalDataFactory.createBytes(() -> 16);
    private static final CGlobalData<Pointer> BOOT_STACK = CGlobalDataFactory.forSymbol("boot_stack");
    private static final CGlobalData<Pointer> CPU0_BLOCK = CGlobalDataFactory.forSymbol("cpu0_block");
    private static final long BOOT_STACK_SIZE = 16 * 1024;

    private Kernel() {}

    /** Called once, on the boot stack with interrupts off; never returns: the boot stack becomes the idle thread's. */
    @CEntryPoint(name = "kernel_start", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = Cpu.KERNEL)
    private static void start(long startInfo) {
        long timestamp = Cpu.readTimestamp();
        long cpu = CPU0_BLOCK.get().rawValue();
        Raw.putLong(cpu, Cpu.SELF, cpu);
        Platform.initializeConsole();
        BootInformation.initialize(startInfo);
        if (BootInformation.regions() == 0) {
            Panic.stop(NO_MEMORY_MAP.get());
        }
        startMemory();
        startScheduler();
        Platform.initialize(timestamp);
        startMain();
        Scheduler.idle();
    }

    @Uninterruptible(reason = Cpu.KERNEL)
    private static void startMemory() {
        long imageEnd = AddressSpace.pageUp(AddressSpace.IMAGE_END.get().rawValue() - AddressSpace.IMAGE);
        long memoryEnd = BootInformation.memoryEnd();
        long regionEnd = BootInformation.regionEnd(imageEnd);
        long marks = imageEnd;
        long endPage = memoryEnd >>> AddressSpace.PAGE_SHIFT;
        long early = marks + AddressSpace.pageUp(endPage);
        if (early + LEAST_FREE > regionEnd) {
            stopForMemory(early + LEAST_FREE - (regionEnd == 0 ? memoryEnd : regionEnd));
        }
        Cpu.clearPages(AddressSpace.direct(marks), early - marks);
        long free = PageTables.initialize(early, regionEnd, memoryEnd);
        if (free == 0) {
            stopForMemory(LEAST_FREE);
        }
        PhysicalPages.initialize(AddressSpace.direct(marks), endPage);
        for (int region = 0; region < BootInformation.regions(); region++) {
            long from = BootInformation.regionStart(region);
            long to = BootInformation.regionEndOf(region);
            if (from < free) {
                from = free;
            }
            if (from < to) {
                PhysicalPages.add(from, to);
            }
        }
        VirtualMemory.initialize();
    }

    /** The machine's memory is rounded up: firmware keeps some at its end for itself, so what is missing comes on top. */
    @Uninterruptible(reason = Cpu.KERNEL)
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

    @Uninterruptible(reason = Cpu.KERNEL)
    private static void startScheduler() {
        long idle = Threads.describe(BOOT_STACK.get().rawValue(), BOOT_STACK_SIZE);
        if (idle == 0) {
            Panic.stop(OUT_OF_MEMORY.get());
        }
        Scheduler.initialize(idle);
    }

    @Uninterruptible(reason = Cpu.KERNEL)
    private static void startMain() {
        long arguments = MAIN_ARGUMENTS.get().rawValue();
        boolean parsed = BootParameters.parse(arguments);
        if (!parsed || Threads.create(Threads.DEFAULT_STACK, Cpu.mainThreadAddress(), arguments) == 0) {
            Panic.stop(OUT_OF_MEMORY.get());
        }
    }

    /** For the backend: the least memory, in bytes, with which the kernel gets as far as the application. */
    @Uninterruptible(reason = Cpu.KERNEL)
    public static long leastMemory() {
        return AddressSpace.IMAGE_END.get().rawValue() - AddressSpace.IMAGE + LEAST_FREE;
    }

    /** For the backend: starts the clock, see {@link Clock#initialize}. */
    @Uninterruptible(reason = Cpu.KERNEL)
    public static void startClock(long start, long nanosPerTick, long wallAtStart) {
        Clock.initialize(start, nanosPerTick, wallAtStart);
    }

    /** For the backend: maps device registers at {@link AddressSpace#DEVICES}. */
    @Uninterruptible(reason = Cpu.KERNEL)
    public static void mapDevice(long physical, long bytes) {
        if (VirtualMemory.mapDevice(physical, bytes) == 0) {
            Panic.stop(OUT_OF_MEMORY.get());
        }
    }

    /** For the backend: the scheduler's lock. */
    @Uninterruptible(reason = Cpu.KERNEL)
    public static long lock() {
        return Scheduler.lock();
    }

    @Uninterruptible(reason = Cpu.KERNEL)
    public static void unlock(long flags) {
        Scheduler.unlock(flags);
    }

    /** For the backend: the CPU's timer has fired. */
    @Uninterruptible(reason = Cpu.KERNEL)
    public static void timerFired() {
        timerArmed(Clock.NEVER);
    }

    /** For the backend: the CPU's timer will fire at another time than it was last armed for. */
    @Uninterruptible(reason = Cpu.KERNEL)
    public static void timerArmed(long deadline) {
        Raw.putLong(Cpu.current(), Cpu.ARMED, deadline);
    }

    /** For the backend: an interrupt has been handled and acknowledged. */
    @Uninterruptible(reason = Cpu.KERNEL)
    public static void afterInterrupt() {
        Scheduler.afterInterrupt();
    }

    /** For the backend: gives the current thread's stack the page of an address and those above; false if it is not there. */
    @Uninterruptible(reason = Cpu.KERNEL)
    public static boolean growStack(long address) {
        long thread = Threads.current();
        long base = Raw.getLong(thread, Threads.STACK_BASE);
        long size = Raw.getLong(thread, Threads.STACK_SIZE);
        if (address < base || address >= base + size) {
            return false;
        }
        if (!VirtualMemory.commitUpwards(AddressSpace.pageDown(address))) {
            Panic.stop(NO_MEMORY_FOR_STACK.get());
        }
        return true;
    }

    /** For the backend: whether an address lies in the guard page of the current thread's stack. */
    @Uninterruptible(reason = Cpu.KERNEL)
    public static boolean isGuardPage(long address) {
        long base = Raw.getLong(Threads.current(), Threads.STACK_BASE);
        return address >= base - AddressSpace.PAGE && address < base;
    }
}
