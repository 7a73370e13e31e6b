package dev.ristretto.kernel.machine.cpu;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Variable;
import org.graalvm.word.Pointer;

/** The processors' counter, on which all agree, as a clock: nanoseconds since boot. */
public final class Ticks {
    /** A time that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final CGlobalData<Pointer> START = createBytes(() -> Variable.SIZE);
    private static final CGlobalData<Pointer> NANOS_PER_TICK = createBytes(() -> Variable.SIZE);

    private Ticks() {}

    /**
     * Sets the clock going.
     *
     * @param start the counter at boot
     * @param nanosPerTick nanoseconds a tick, as a fixed-point number with 32 fraction bits
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void start(long start, long nanosPerTick) {
        Variable.set(START.get(), start);
        Variable.set(NANOS_PER_TICK.get(), nanosPerTick);
    }

    /** Nanoseconds since boot. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long nanos() {
        return Cpu.scale(Cpu.ticks() - Variable.get(START.get()), Variable.get(NANOS_PER_TICK.get()));
    }
}
