package dev.ristretto.kernel.network.statistics;

import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.abi.NetworkCounterBlock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a stack and its link have counted, in a {@link NetworkCounterBlock}. Counting is a load and a store: each
 * counter is written by one thread at a time, those of received frames by the driver's, the others with the stack's
 * lock held. Whoever reads at the same time may see values that are a little late.
 */
public final class NetworkCounters {
    private final ByteBuffer block;

    /** Counters in memory of their own, from 0 on. */
    public NetworkCounters() {
        this(ByteBuffer.allocate(NetworkCounterBlock.SIZE));
    }

    /**
     * Counters in memory that others can read.
     *
     * @param memory {@link NetworkCounterBlock#SIZE} bytes from index 0 on, all 0
     */
    public NetworkCounters(ByteBuffer memory) {
        block = memory.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        block.putLong(NetworkCounterBlock.COUNT, NetworkCounter.values().length);
        block.putLong(0, NetworkCounterBlock.MAGIC);
    }

    /** Counts one. */
    public void count(NetworkCounter counter) {
        add(counter, 1);
    }

    /** Counts several. */
    public void add(NetworkCounter counter, int amount) {
        int index = NetworkCounterBlock.offset(counter);
        block.putLong(index, block.getLong(index) + amount);
    }

    /** How many have been counted. */
    public long get(NetworkCounter counter) {
        return block.getLong(NetworkCounterBlock.offset(counter));
    }
}
