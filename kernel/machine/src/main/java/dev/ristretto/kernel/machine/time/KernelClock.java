package dev.ristretto.kernel.machine.time;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import dev.ristretto.kernel.machine.cpu.Ticks;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Variable;
import org.graalvm.word.Pointer;

/** Time in nanoseconds: monotonic since boot, and the wall clock read from the host at boot. */
public final class KernelClock {
    /** A deadline that never comes. */
    public static final long NEVER = Ticks.NEVER;

    private static final CGlobalData<Pointer> WALL_AT_START = CGlobalDataFactory.createBytes(() -> Variable.SIZE);

    private KernelClock() {}

    /** Sets the wall clock, in nanoseconds since 1970-01-01T00:00:00Z at boot. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void initialize(long wallAtStart) {
        Variable.set(WALL_AT_START.get(), wallAtStart);
    }

    /** Nanoseconds since boot. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long now() {
        return Ticks.nanos();
    }

    /** Nanoseconds since 1970-01-01T00:00:00Z. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long wall() {
        return Variable.get(WALL_AT_START.get()) + now();
    }

    /** The deadline {@code nanos} from now; {@link #NEVER} if that is beyond the end of time. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long after(long nanos) {
        long now = now();
        return nanos >= NEVER - now ? NEVER : nanos <= 0 ? now : now + nanos;
    }
}
