package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import dev.ristretto.kernel.machine.time.Clock;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.word.UnsignedWord;
import org.graalvm.word.WordFactory;

/** Clocks, and struct timespec: seconds and nanoseconds, eight bytes each. */
final class TimeFunctions {
    private static final int CLOCK_REALTIME = 0;
    private static final int CLOCK_REALTIME_COARSE = 5;
    private static final long NANOS = 1_000_000_000;
    private static final long MOST_SECONDS = Long.MAX_VALUE / NANOS - 1;

    private TimeFunctions() {}

    /** A timespec in nanoseconds; beyond 292 years the end of time. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long toNanos(long timespec) {
        long seconds = Raw.getLong(timespec, 0);
        if (seconds < 0) {
            return 0;
        }
        return seconds > MOST_SECONDS ? Clock.NEVER : seconds * NANOS + Raw.getLong(timespec, 8);
    }

    @CEntryPoint(name = "clock_gettime", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int getTime(int clock, long timespec) {
        long nanos = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE ? Clock.wall() : Clock.now();
        UnsignedWord value = WordFactory.unsigned(nanos);
        UnsignedWord second = WordFactory.unsigned(NANOS);
        Raw.putLong(timespec, 0, value.unsignedDivide(second).rawValue());
        Raw.putLong(timespec, 8, value.unsignedRemainder(second).rawValue());
        return 0;
    }
}
