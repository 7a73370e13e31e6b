package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.linux.Timespec;
import dev.ristretto.kernel.machine.threads.ProcessorTime;
import dev.ristretto.kernel.machine.threads.Threads;
import dev.ristretto.kernel.machine.time.KernelClock;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.word.PointerBase;

/** Clocks. */
final class TimeFunctions {
    static final int CLOCK_REALTIME = 0;
    private static final int CLOCK_PROCESS_CPUTIME_ID = 2;
    private static final int CLOCK_THREAD_CPUTIME_ID = 3;
    private static final int CLOCK_REALTIME_COARSE = 5;

    /**
     * Where the monotonic clock begins: 36 years, longer than any computer runs and far from where sums overflow. A
     * class that is initialized while the image is built may keep what the clock of that computer showed, and whoever
     * subtracts it later must not come to times before.
     */
    private static final long MONOTONIC_START = 1L << 60;

    private TimeFunctions() {}

    /**
     * A function of GraalVM's C helper libraries: nanoseconds. Nobody tells the kernel's part from the application's,
     * so all is the application's; of threads other than the current one it is unknown.
     */
    @CEntryPoint(name = "getThreadUserTimeSlow", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long threadUserTime(int thread) {
        return thread == Threads.current().getId() ? ProcessorTime.of(Threads.current()) : -1;
    }

    @CEntryPoint(name = "clock_gettime", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int getTime(int clock, PointerBase timespec) {
        Timespec.set(timespec, nanos(clock));
        return 0;
    }

    /** What a clock shows, in nanoseconds. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long nanos(int clock) {
        return switch (clock) {
            case CLOCK_REALTIME, CLOCK_REALTIME_COARSE -> KernelClock.wall();
            case CLOCK_PROCESS_CPUTIME_ID -> ProcessorTime.ofAll();
            case CLOCK_THREAD_CPUTIME_ID -> ProcessorTime.of(Threads.current());
            default -> MONOTONIC_START + KernelClock.now();
        };
    }
}
