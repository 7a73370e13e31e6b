package dev.ristretto.kernel.machine;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import org.graalvm.word.Pointer;

/** Time in nanoseconds: monotonic since boot by the time-stamp counter, and the wall clock read from the host at boot. */
public final class Clock {
    /** A deadline that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    // Layout of STATE.
    private static final int START = 0;
    private static final int NANOS_PER_TICK = 8;
    private static final int WALL_AT_START = 16;
    private static final CGlobalData<Pointer> STATE = CGlobalDataFactory.createBytes(() -> 24);

    private Clock() {}

    /**
     * Sets the clock going.
     *
     * @param start the time-stamp counter at boot
     * @param nanosPerTick nanoseconds a tick of the counter, as a fixed-point number with 32 fraction bits
     * @param wallAtStart nanoseconds since 1970-01-01T00:00:00Z at {@code start}
     */
    @Uninterruptible(reason = Cpu.KERNEL)
    static void initialize(long start, long nanosPerTick, long wallAtStart) {
        long state = STATE.get().rawValue();
        Raw.putLong(state, START, start);
        Raw.putLong(state, NANOS_PER_TICK, nanosPerTick);
        Raw.putLong(state, WALL_AT_START, wallAtStart);
    }

    /** Nanoseconds since boot. */
    @Uninterruptible(reason = Cpu.KERNEL)
    public static long now() {
        long state = STATE.get().rawValue();
        return Cpu.scale(Cpu.readTimestamp() - Raw.getLong(state, START), Raw.getLong(state, NANOS_PER_TICK));
    }

    /** Nanoseconds since 1970-01-01T00:00:00Z. */
    @Uninterruptible(reason = Cpu.KERNEL)
    public static long wall() {
        return Raw.getLong(STATE.get().rawValue(), WALL_AT_START) + now();
    }

    /** The deadline {@code nanos} from now; {@link #NEVER} if that is beyond the end of time. */
    @Uninterruptible(reason = Cpu.KERNEL)
    public static long after(long nanos) {
        long now = now();
        return nanos >= NEVER - now ? NEVER : nanos <= 0 ? now : now + nanos;
    }

    /** The value of the time-stamp counter at a deadline (not {@link #NEVER}). */
    @Uninterruptible(reason = Cpu.KERNEL)
    public static long timestampAt(long deadline, long ticksPerNano) {
        return Raw.getLong(STATE.get().rawValue(), START) + Cpu.scale(deadline, ticksPerNano);
    }
}
