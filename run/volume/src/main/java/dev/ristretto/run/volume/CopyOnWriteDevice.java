package dev.ristretto.run.volume;

import dev.ristretto.kernel.filesystem.block.BlockDevice;
import dev.ristretto.kernel.filesystem.block.BlockFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * A disk that is not changed: what is written stays in memory. So a journal can be replayed for somebody who only
 * looks. Not safe for use by several threads at a time.
 */
final class CopyOnWriteDevice implements BlockDevice {
    private static final int CHUNK = 4096;

    private final BlockDevice below;
    private final int mostChunks;
    private final Map<Long, byte[]> chunks = new HashMap<>();

    /**
     * Over a disk, which may be read-only.
     *
     * @param most how many bytes can be written to different places
     */
    CopyOnWriteDevice(BlockDevice below, int most) {
        this.below = below;
        this.mostChunks = most / CHUNK;
    }

    @Override
    public long size() {
        return below.size();
    }

    @Override
    public boolean readOnly() {
        return false;
    }

    @Override
    public void read(long position, ByteBuffer target) throws BlockFault {
        requireInside(position, target.remaining());
        int start = target.position();
        int length = target.remaining();
        below.read(position, target);
        if (chunks.isEmpty()) {
            return;
        }
        for (long number = position / CHUNK; number * CHUNK < position + length; number++) {
            byte[] chunk = chunks.get(number);
            if (chunk != null) {
                long from = Math.max(number * CHUNK, position);
                long to = Math.min(number * CHUNK + chunk.length, position + length);
                target.put(start + (int) (from - position), chunk, (int) (from - number * CHUNK), (int) (to - from));
            }
        }
    }

    @Override
    public void write(long position, ByteBuffer source) throws BlockFault {
        requireInside(position, source.remaining());
        for (long at = position; source.hasRemaining(); ) {
            byte[] chunk = chunk(at / CHUNK);
            int within = (int) (at % CHUNK);
            int length = Math.min(chunk.length - within, source.remaining());
            source.get(chunk, within, length);
            at += length;
        }
    }

    private byte[] chunk(long number) throws BlockFault {
        byte[] chunk = chunks.get(number);
        if (chunk == null) {
            if (chunks.size() == mostChunks) {
                throw new BlockFault(
                        BlockFault.Cause.NO_SPACE,
                        number * CHUNK,
                        new IOException("its journal is too long to be replayed in memory; 'ristretto volume check'"
                                + " replays it in the volume"));
            }
            chunk = new byte[(int) Math.min(CHUNK, size() - number * CHUNK)];
            below.read(number * CHUNK, ByteBuffer.wrap(chunk));
            chunks.put(number, chunk);
        }
        return chunk;
    }

    @Override
    public void flush() {}

    @Override
    public void discard(long position, long length) throws BlockFault {
        requireInside(position, length);
    }
}
