package dev.ristretto.kernel.machine.layout.linux;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import dev.ristretto.kernel.machine.layout.Unsigned;
import org.graalvm.word.PointerBase;

/** struct timespec: seconds and nanoseconds. */
public final class Timespec {
    private static final int SECONDS = 0;
    private static final int NANOS = 8;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** Bytes. */
    public static final int SIZE = 16;

    private Timespec() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long seconds(PointerBase time) {
        return Raw.getLong(time, SECONDS);
    }

    /** The nanoseconds beside the seconds. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long nanos(PointerBase time) {
        return Raw.getLong(time, NANOS);
    }

    /** Writes a time in nanoseconds, not negative. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void set(PointerBase time, long value) {
        Raw.putLong(time, SECONDS, Unsigned.divide(value, NANOS_PER_SECOND));
        Raw.putLong(time, NANOS, Unsigned.remainder(value, NANOS_PER_SECOND));
    }

    /** The time in nanoseconds; beyond 292 years {@code Long.MAX_VALUE}, before 0 that. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long get(PointerBase time) {
        long seconds = seconds(time);
        if (seconds < 0) {
            return 0;
        }
        return seconds > Long.MAX_VALUE / NANOS_PER_SECOND - 1
                ? Long.MAX_VALUE
                : seconds * NANOS_PER_SECOND + nanos(time);
    }
}
