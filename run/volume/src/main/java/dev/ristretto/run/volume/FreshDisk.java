package dev.ristretto.run.volume;

import dev.ristretto.kernel.filesystem.block.BlockDevice;
import dev.ristretto.kernel.filesystem.block.BlockFault;
import java.nio.ByteBuffer;

/** A disk that is zero everywhere, to be formatted: writing zeros leaves holes in its file as they are. */
final class FreshDisk implements BlockDevice {
    private final BlockDevice device;

    FreshDisk(BlockDevice device) {
        this.device = device;
    }

    @Override
    public void write(long position, ByteBuffer source) throws BlockFault {
        boolean zero = source.remaining() <= SparseCopy.PIECE && SparseCopy.isZero(source);
        if (zero) {
            source.position(source.limit());
        } else {
            device.write(position, source);
        }
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
        device.read(position, target);
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
