package dev.ristretto.kernel.filesystem.block;

import java.nio.ByteBuffer;

/** A disk that counts how often it is read, and can fail to be. */
public final class FailingReads implements BlockDevice {
    private final BlockDevice device;
    private long reads;
    private long readsUntilFault = Long.MAX_VALUE;

    /** What is on {@code device}. */
    public FailingReads(BlockDevice device) {
        this.device = device;
    }

    /** Fails all reads after {@code count} more. */
    public void failAfter(long count) {
        readsUntilFault = count;
    }

    /** Fails no more. */
    public void heal() {
        readsUntilFault = Long.MAX_VALUE;
    }

    /** How often it was read. */
    public long reads() {
        return reads;
    }

    @Override
    public long size() {
        return device.size();
    }

    @Override
    public boolean readOnly() {
        return device.readOnly();
    }

    @Override
    public void read(long position, ByteBuffer target) throws BlockFault {
        reads++;
        if (readsUntilFault-- <= 0) {
            throw new BlockFault(BlockFault.Cause.MEDIUM, position, null);
        }
        device.read(position, target);
    }

    @Override
    public void write(long position, ByteBuffer source) throws BlockFault {
        device.write(position, source);
    }

    @Override
    public void flush() throws BlockFault {
        device.flush();
    }

    @Override
    public void discard(long position, long length) throws BlockFault {
        device.discard(position, length);
    }
}
