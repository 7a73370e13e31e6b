package dev.ristretto.kernel.filesystem.ext4;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.block.BlockCache;
import dev.ristretto.kernel.filesystem.block.BlockFault;
import dev.ristretto.kernel.filesystem.block.CachedBlock;
import dev.ristretto.kernel.filesystem.ext4.layout.Metadata;
import java.nio.ByteBuffer;

/**
 * The contents of files. They go to the device at once, and so before the transaction that says where they are: after a
 * power cut no file shows what another one held ("data=ordered").
 */
final class FileData {
    private final Metadata metadata;
    private final BlockCache cache;
    private final int blockSize;

    FileData(Metadata metadata) {
        this.metadata = metadata;
        cache = metadata.cache();
        blockSize = metadata.blockSize();
    }

    /** Moves bytes from blocks in a row, from {@code offset} in the first of them on. */
    void read(long first, int offset, ByteBuffer target, int length) throws FileFault {
        long block = first + offset / blockSize;
        int within = offset % blockSize;
        for (int left = length; left > 0; ) {
            if (within != 0 || left < blockSize) {
                int count = Math.min(left, blockSize - within);
                target.put(metadata.read(block).bytes(), within, count);
                left -= count;
                block++;
            } else {
                int count = left - left % blockSize;
                ByteBuffer slice = target.slice(target.position(), count);
                try {
                    cache.device().read(block * blockSize, slice);
                } catch (BlockFault e) {
                    throw Metadata.io(e);
                }
                target.position(target.position() + count);
                left -= count;
                block += count / blockSize;
            }
            within = 0;
        }
    }

    /**
     * Moves bytes to blocks in a row, from {@code offset} in the first of them on.
     *
     * @param fresh whether what the blocks held is nothing of the file's, so that the rest of them becomes zero
     */
    void write(long first, int offset, ByteBuffer source, int length, boolean fresh) throws FileFault {
        long block = first + offset / blockSize;
        int within = offset % blockSize;
        for (int left = length; left > 0; ) {
            if (within != 0 || left < blockSize) {
                int count = Math.min(left, blockSize - within);
                writePart(block, within, source, count, fresh);
                left -= count;
                block++;
            } else {
                int count = left - left % blockSize;
                writeWhole(block, source, count);
                left -= count;
                block += count / blockSize;
            }
            within = 0;
        }
    }

    /** Makes the rest of a block zero, if it is not. */
    void clearRest(long block, int from) throws FileFault {
        byte[] bytes = metadata.read(block).bytes();
        for (int i = from; i < blockSize; i++) {
            if (bytes[i] != 0) {
                writePart(block, from, ByteBuffer.allocate(blockSize - from), blockSize - from, false);
                return;
            }
        }
    }

    private void writePart(long number, int within, ByteBuffer source, int count, boolean fresh) throws FileFault {
        CachedBlock block = fresh ? cache.zeroed(number) : metadata.read(number);
        source.get(block.bytes(), within, count);
        block.setPurpose(0);
        try {
            cache.write(block);
        } catch (BlockFault e) {
            cache.drop(number);
            throw Metadata.io(e);
        }
    }

    private void writeWhole(long first, ByteBuffer source, int length) throws FileFault {
        cache.drop(first, length / blockSize);
        ByteBuffer slice = source.slice(source.position(), length);
        try {
            cache.device().write(first * blockSize, slice);
        } catch (BlockFault e) {
            throw Metadata.io(e);
        }
        source.position(source.position() + length);
    }
}
