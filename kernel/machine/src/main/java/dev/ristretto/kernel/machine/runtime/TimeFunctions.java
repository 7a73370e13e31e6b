package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.linux.Timespec;
import dev.ristretto.kernel.machine.time.KernelClock;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.word.PointerBase;

/** Clocks. */
final class TimeFunctions {
    private static final int CLOCK_REALTIME = 0;
    private static final int CLOCK_PROCESS_CPUTIME_ID = 2;
    private static final int CLOCK_THREAD_CPUTIME_ID = 3;
    private static final int CLOCK_REALTIME_COARSE = 5;

    private TimeFunctions() {}

    /** Nobody counts what processor time threads take. */
    @CEntryPoint(name = "pthread_getcpuclockid", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int threadClock(long thread, long result) {
        return ErrorNumbers.ENOENT;
    }

    /** A function of GraalVM's C helper libraries: nanoseconds, or -1. */
    @CEntryPoint(name = "getThreadUserTimeSlow", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long threadUserTime(int thread) {
        return -1;
    }

    @CEntryPoint(name = "clock_gettime", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int getTime(int clock, PointerBase timespec) {
        if (clock == CLOCK_PROCESS_CPUTIME_ID || clock == CLOCK_THREAD_CPUTIME_ID) {
            LibcErrno.set(ErrorNumbers.EINVAL);
            return -1;
        }
        long nanos = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE ? KernelClock.wall() : KernelClock.now();
        Timespec.set(timespec, nanos);
        return 0;
    }
}
