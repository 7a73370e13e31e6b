package dev.ristretto.kernel.system;

import dev.ristretto.kernel.machine.io.ResourceUsage;
import dev.ristretto.kernel.machine.runtime.HeapMemory;
import dev.ristretto.kernel.network.socket.MemoryGauge;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How much of the Java heap is free, and whether anybody has something to do. What is in use counts garbage too, so
 * when that gets near the limit a collection tells how much is needed; while that is too much, twenty times a second at
 * most, for it takes time in proportion.
 */
final class HeapGauge implements MemoryGauge {
    /** Low is less than one of so many parts of the heap: as much as is allocated between two collections. */
    private static final int RESERVE = 4;

    /** After a collection, growth by one of so many parts is worth another one. */
    private static final int STEP = 16;

    private static final long COLLECTION_INTERVAL = TimeUnit.MILLISECONDS.toNanos(50);

    /** Who had nothing to do for so long has done what there was; the clocks are read one after the other. */
    private static final long REST = TimeUnit.MICROSECONDS.toNanos(100);

    private final LongSupplier most;
    private final LongSupplier used;
    private final Runnable collect;
    private final LongSupplier clock;
    private final LongSupplier busy;
    private long nextCollection;
    /** Bytes in use after the last collection. */
    private long needed;
    /** What the last collection showed. */
    private boolean low;
    /** For how long nobody had anything to do when work began last. */
    private long idleBefore;

    /**
     * @param most bytes of the largest heap that there is memory for now
     * @param used bytes of it in use, garbage included
     * @param collect frees what is garbage
     * @param clock nanoseconds
     * @param busy for how long threads have run, in nanoseconds
     */
    HeapGauge(LongSupplier most, LongSupplier used, Runnable collect, LongSupplier clock, LongSupplier busy) {
        this.most = most;
        this.used = used;
        this.collect = collect;
        this.clock = clock;
        this.busy = busy;
        nextCollection = clock.getAsLong();
    }

    /** The gauge of this program's heap. */
    static HeapGauge ofRuntime() {
        Runtime runtime = Runtime.getRuntime();
        return new HeapGauge(
                HeapGauge::capacity,
                () -> runtime.totalMemory() - runtime.freeMemory(),
                runtime::gc,
                System::nanoTime,
                ResourceUsage::processorTime);
    }

    /** The largest heap that there is memory for, which others take, too. */
    static long capacity() {
        return Math.min(Runtime.getRuntime().maxMemory(), HeapMemory.capacity());
    }

    @Override
    public void workBegins() {
        idleBefore = idleTime();
    }

    @Override
    public boolean isWorkDone() {
        return idleTime() - idleBefore >= REST;
    }

    private long idleTime() {
        return clock.getAsLong() - busy.getAsLong();
    }

    @Override
    public boolean isLow() {
        long present = used.getAsLong();
        long largest = most.getAsLong();
        long mark = largest - largest / RESERVE;
        if (present <= mark) {
            return false;
        }
        boolean recent = clock.getAsLong() - nextCollection < 0;
        if (recent && (low || present - needed < largest / STEP)) {
            return low;
        }
        collect.run();
        nextCollection = clock.getAsLong() + COLLECTION_INTERVAL;
        needed = used.getAsLong();
        low = needed > mark;
        return low;
    }
}
