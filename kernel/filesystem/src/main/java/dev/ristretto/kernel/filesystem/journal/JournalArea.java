package dev.ristretto.kernel.filesystem.journal;

import dev.ristretto.kernel.filesystem.block.BlockDevice;
import dev.ristretto.kernel.filesystem.block.BlockFault;
import java.nio.ByteBuffer;
import java.util.List;

/** The blocks of a journal, wherever they are on the device. Not safe for use by several threads. */
public final class JournalArea {
    private static final int BATCH = 32;

    private final BlockDevice device;
    private final int blockSize;
    private final long[] logical;
    private final long[] physical;
    private final int length;
    private final ByteBuffer batch;
    private long batchPosition;

    /**
     * Blocks of the device that follow each other in the journal.
     *
     * @param first the first of them on the device
     * @param count how many there are
     */
    public record Run(long first, long count) {}

    /** The journal in these runs. */
    public JournalArea(BlockDevice device, int blockSize, List<Run> runs) {
        this.device = device;
        this.blockSize = blockSize;
        logical = new long[runs.size()];
        physical = new long[runs.size()];
        long next = 0;
        for (int i = 0; i < logical.length; i++) {
            logical[i] = next;
            physical[i] = runs.get(i).first();
            next += runs.get(i).count();
        }
        length = (int) Math.min(next, Integer.MAX_VALUE);
        batch = ByteBuffer.allocate(blockSize * BATCH);
    }

    int blockSize() {
        return blockSize;
    }

    /** How many blocks there are. */
    int length() {
        return length;
    }

    BlockDevice device() {
        return device;
    }

    void read(int index, byte[] target) throws BlockFault {
        device.read(position(index), ByteBuffer.wrap(target));
    }

    /** Takes a block; it goes to the device at the latest with {@link #send}. */
    void write(int index, byte[] source) throws BlockFault {
        long position = position(index);
        if (batch.position() > 0 && (position != batchPosition + batch.position() || !batch.hasRemaining())) {
            send();
        }
        if (batch.position() == 0) {
            batchPosition = position;
        }
        batch.put(source, 0, blockSize);
    }

    /** Gives the device what was written. */
    void send() throws BlockFault {
        try {
            if (batch.position() > 0) {
                device.write(batchPosition, batch.flip());
            }
        } finally {
            batch.clear();
        }
    }

    private long position(int index) {
        int low = 0;
        for (int high = logical.length - 1; low < high; ) {
            int middle = (low + high + 1) >>> 1;
            if (logical[middle] <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return (physical[low] + index - logical[low]) * blockSize;
    }
}
