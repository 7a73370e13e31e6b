package dev.ristretto.kernel.machine.layout.linux;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import org.graalvm.word.PointerBase;

/** struct itimerval, of a timer that fires once. */
public final class IntervalTimer {
    private static final int VALUE_SECONDS = 16;
    private static final int VALUE_MICROS = 24;

    /** Bytes. */
    public static final int SIZE = 32;

    private IntervalTimer() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void set(PointerBase timer, long seconds, long micros) {
        Raw.putLong(timer, VALUE_SECONDS, seconds);
        Raw.putLong(timer, VALUE_MICROS, micros);
    }
}
