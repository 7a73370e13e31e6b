package dev.ristretto.kernel.filesystem.block;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A disk in a file: an image of a volume on a host. */
public final class ChannelBlockDevice implements BlockDevice, AutoCloseable {
    private final FileChannel channel;
    private final long size;
    private final boolean readOnly;

    /**
     * A disk of as many bytes as the file of {@code channel} has.
     *
     * @param readOnly whether the channel cannot be written to
     */
    public ChannelBlockDevice(FileChannel channel, boolean readOnly) throws IOException {
        this.channel = channel;
        this.readOnly = readOnly;
        size = channel.size();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean readOnly() {
        return readOnly;
    }

    @Override
    public void read(long position, ByteBuffer target) throws BlockFault {
        requireInside(position, target.remaining());
        try {
            for (long at = position; target.hasRemaining(); ) {
                int count = channel.read(target, at);
                if (count < 0) {
                    throw new BlockFault(BlockFault.Cause.GONE, at, null);
                }
                at += count;
            }
        } catch (IOException e) {
            throw new BlockFault(BlockFault.Cause.MEDIUM, position, e);
        }
    }

    @Override
    public void write(long position, ByteBuffer source) throws BlockFault {
        requireInside(position, source.remaining());
        if (readOnly) {
            throw new BlockFault(BlockFault.Cause.READ_ONLY, position, null);
        }
        try {
            for (long at = position; source.hasRemaining(); ) {
                at += channel.write(source, at);
            }
        } catch (IOException e) {
            throw new BlockFault(BlockFault.Cause.MEDIUM, position, e);
        }
    }

    @Override
    public void flush() throws BlockFault {
        try {
            channel.force(false);
        } catch (IOException e) {
            throw new BlockFault(BlockFault.Cause.MEDIUM, -1, e);
        }
    }

    @Override
    public void discard(long position, long length) throws BlockFault {
        requireInside(position, length);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
