package dev.ristretto.kernel.machine.cpu;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import org.graalvm.word.Pointer;

/** The processor's counter as a clock: nanoseconds since boot. */
public final class Ticks {
    /** A time that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final int START = 0;
    private static final int NANOS_PER_TICK = 8;
    private static final CGlobalData<Pointer> STATE = CGlobalDataFactory.createBytes(() -> 16);

    private Ticks() {}

    /**
     * Sets the clock going.
     *
     * @param start the counter at boot
     * @param nanosPerTick nanoseconds a tick, as a fixed-point number with 32 fraction bits
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void start(long start, long nanosPerTick) {
        long state = STATE.get().rawValue();
        Raw.putLong(state, START, start);
        Raw.putLong(state, NANOS_PER_TICK, nanosPerTick);
    }

    /** Nanoseconds since boot. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long nanos() {
        long state = STATE.get().rawValue();
        return Cpu.scale(Cpu.ticks() - Raw.getLong(state, START), Raw.getLong(state, NANOS_PER_TICK));
    }

    /** The counter at a time (not {@link #NEVER}); {@code ticksPerNano} is a fixed-point number as above. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long at(long nanos, long ticksPerNano) {
        return Raw.getLong(STATE.get().rawValue(), START) + Cpu.scale(nanos, ticksPerNano);
    }
}
