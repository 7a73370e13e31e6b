package dev.ristretto.kernel.personality.jdk.management;

import dev.ristretto.kernel.machine.io.ResourceUsage;
import java.util.function.LongSupplier;

/** Which part of the time a processor has run threads lately. Safe for use by several threads. */
final class ProcessorLoad {
    /** Of the instance. */
    static final ProcessorLoad OF_ALL = new ProcessorLoad(System::nanoTime, ResourceUsage::processorTime);

    /** What the load is measured over at least, in nanoseconds. */
    private static final long INTERVAL = 100_000_000;

    private final LongSupplier clock;
    private final LongSupplier busy;

    /** When the load was last measured, how long threads had run then, and what it was. */
    private long measured;

    private long busyThen;
    private double load;

    /**
     * @param clock nanoseconds since threads began to run
     * @param busy how many of them they have run
     */
    ProcessorLoad(LongSupplier clock, LongSupplier busy) {
        this.clock = clock;
        this.busy = busy;
    }

    /** Since this was last asked for: 0 to 1. */
    synchronized double get() {
        long now = clock.getAsLong();
        if (now - measured >= INTERVAL) {
            long busyNow = busy.getAsLong();
            load = Math.min(1, (double) (busyNow - busyThen) / (now - measured));
            measured = now;
            busyThen = busyNow;
        }
        return load;
    }
}
