package dev.ristretto.kernel.machine.layout.linux;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import org.graalvm.word.Pointer;

/** struct itimerspec, of a timer that fires once. */
public final class TimerSpecification {
    private static final int VALUE = Timespec.SIZE;

    /** Bytes. */
    public static final int SIZE = 2 * Timespec.SIZE;

    private TimerSpecification() {}

    /** Writes over zeroed memory when it fires, in nanoseconds from now on; never if that is 0. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void set(Pointer timer, long nanos) {
        Timespec.set(timer.add(VALUE), nanos);
    }
}
