package dev.ristretto.kernel.device.block;

import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.kernel.device.virtio.VirtioDevice;
import dev.ristretto.kernel.filesystem.block.BlockDevice;
import dev.ristretto.kernel.filesystem.block.BlockFault;
import dev.ristretto.kernel.machine.io.HostDisk;
import dev.ristretto.kernel.machine.memory.RawMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

/**
 * A disk of a process: a file that the host has opened for it. A call returns when Linux has done it, and until then no
 * thread of the process runs. Safe for use by several threads.
 */
public final class HostBlock implements BlockDevice {
    /** Bytes of one system call. */
    private static final int CHUNK = 64 << 10;

    private static final int NO_PLACE = -1;

    private final HostDisk disk;
    private final boolean readOnly;

    /** What passes between Linux and buffers that may be anywhere, and its lock. */
    private final RawMemory memory;

    private final ByteBuffer bytes;

    /**
     * A disk in a file.
     *
     * @param readOnly whether nothing is to be written to it
     */
    public HostBlock(HostDisk disk, boolean readOnly, VirtioDevice.Allocator allocator) {
        this.disk = disk;
        this.readOnly = readOnly;
        memory = allocator.allocate(CHUNK).memory();
        bytes = memory.asByteBuffer();
    }

    /** The whole sectors of the file. */
    @Override
    public long size() {
        return disk.size() / SECTOR * SECTOR;
    }

    @Override
    public boolean readOnly() {
        return readOnly;
    }

    @Override
    public void read(long position, ByteBuffer target) throws BlockFault {
        requireInside(position, target.remaining());
        synchronized (memory) {
            for (long at = position; target.hasRemaining(); ) {
                int length = Math.min(CHUNK, target.remaining());
                long from = at;
                long count = checked(() -> disk.read(memory, length, from), at);
                if (count == 0) {
                    throw new BlockFault(BlockFault.Cause.GONE, at, null);
                }
                target.put(bytes.slice(0, (int) count));
                at += count;
            }
        }
    }

    @Override
    public void write(long position, ByteBuffer source) throws BlockFault {
        requireInside(position, source.remaining());
        if (readOnly) {
            throw new BlockFault(BlockFault.Cause.READ_ONLY, position, null);
        }
        synchronized (memory) {
            int end = source.limit();
            for (long at = position; source.position() < end; ) {
                int from = source.position();
                source.limit(Math.min(end, from + CHUNK));
                int length = source.remaining();
                bytes.clear().put(source);
                source.limit(end);
                long to = at;
                long count = checked(() -> disk.write(memory, length, to), at);
                // What Linux has not taken comes again.
                source.position(from + (int) count);
                at += count;
            }
        }
    }

    @Override
    public void flush() throws BlockFault {
        long unused = checked(disk::flush, NO_PLACE);
    }

    /** The file keeps its size and its blocks. */
    @Override
    public void discard(long position, long length) throws BlockFault {
        requireInside(position, length);
    }

    /** What a call gives, which is made again if a signal came between. */
    private static long checked(LongSupplier call, long position) throws BlockFault {
        long result = call.getAsLong();
        while (result == -ErrorNumbers.EINTR) {
            result = call.getAsLong();
        }
        if (result >= 0) {
            return result;
        }
        boolean full = result == -ErrorNumbers.ENOSPC;
        throw new BlockFault(
                full ? BlockFault.Cause.NO_SPACE : BlockFault.Cause.MEDIUM,
                position,
                new IOException("the host says error " + -result));
    }
}
