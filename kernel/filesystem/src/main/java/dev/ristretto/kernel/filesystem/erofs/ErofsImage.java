package dev.ristretto.kernel.filesystem.erofs;

import static dev.ristretto.kernel.filesystem.block.LittleEndian.i32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.i64;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.u16;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.u32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.u8;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.InodeObjects;
import dev.ristretto.kernel.filesystem.block.BlockCache;
import dev.ristretto.kernel.filesystem.block.BlockDevice;
import dev.ristretto.kernel.filesystem.block.BlockFault;
import dev.ristretto.kernel.filesystem.block.Crc32c;
import java.nio.ByteBuffer;

/** A mounted image: its superblock, and its bytes. Its own lock guards it. */
final class ErofsImage {
    private static final int SMALLEST_CACHE = 16;

    private final BlockCache cache;
    private final int blockSize;
    private final long metadataStart;
    private final long attributesStart;
    private final long blocks;
    private final long inodes;
    private final long rootNumber;
    private final long buildTime;
    private final InodeObjects<ErofsInode> objects = new InodeObjects<>();

    ErofsImage(BlockDevice device, int cacheBytes) throws FileFault {
        byte[] superblock = superblock(device);
        int blockBits = u8(superblock, 12);
        require(i32(superblock, 0) == ErofsFormat.MAGIC, "there is no EROFS file system");
        require(blockBits >= 9 && blockBits <= 16, "blocks of 2^" + blockBits + " bytes");
        int strange = i32(superblock, 80) & ~ErofsFormat.ZERO_PADDING;
        if (strange != 0) {
            throw new FileFault(FileFault.Reason.UNSUPPORTED, "EROFS feature 0x" + Integer.toHexString(strange));
        }
        blockSize = 1 << blockBits;
        blocks = u32(superblock, 36);
        require(blocks <= device.size() / blockSize, "it has " + blocks + " blocks");
        inodes = i64(superblock, 16);
        rootNumber = u16(superblock, 14);
        metadataStart = u32(superblock, 40) * blockSize;
        attributesStart = u32(superblock, 44) * blockSize;
        buildTime = i64(superblock, 24) * 1_000_000_000 + u32(superblock, 32);
        cache = new BlockCache(device, blockSize, Math.max(cacheBytes / blockSize, SMALLEST_CACHE));
        checkChecksum(superblock);
    }

    private static byte[] superblock(BlockDevice device) throws FileFault {
        byte[] bytes = new byte[ErofsFormat.SUPERBLOCK_SIZE];
        require(device.size() >= ErofsFormat.SUPERBLOCK + bytes.length, "a device of " + device.size() + " bytes");
        try {
            ByteBuffer sector = ByteBuffer.allocate(BlockDevice.SECTOR);
            device.read(ErofsFormat.SUPERBLOCK, sector);
            sector.flip().get(bytes);
        } catch (BlockFault e) {
            throw io(e);
        }
        return bytes;
    }

    private void checkChecksum(byte[] superblock) throws FileFault {
        if ((i32(superblock, 8) & ErofsFormat.HAS_CHECKSUM) == 0) {
            return;
        }
        int length = Math.max(blockSize - ErofsFormat.SUPERBLOCK, BlockDevice.SECTOR);
        byte[] bytes = new byte[length];
        read(ErofsFormat.SUPERBLOCK, ByteBuffer.wrap(bytes), length);
        put32(bytes, 4, 0);
        int checksum = new Crc32c().start(Crc32c.START).bytes(bytes, 0, length).value();
        require(checksum == i32(superblock, 4), "its superblock has a wrong checksum");
    }

    int blockSize() {
        return blockSize;
    }

    long blocks() {
        return blocks;
    }

    long inodes() {
        return inodes;
    }

    long rootNumber() {
        return rootNumber;
    }

    /** When it was made, in nanoseconds since 1970: compact inodes have no time of their own. */
    long buildTime() {
        return buildTime;
    }

    /** Where shared extended attributes are, in bytes. */
    long attributesStart() {
        return attributesStart;
    }

    /** The inode of that number; CORRUPT if it cannot be. */
    synchronized ErofsInode inode(long number) throws FileFault {
        require(number >= 0 && number < blocks * blockSize / ErofsFormat.SLOT, "inode " + number);
        ErofsInode inode = objects.get(number);
        if (inode == null) {
            inode = ErofsInode.read(this, number, metadataStart + number * ErofsFormat.SLOT);
            objects.put(number, inode);
        }
        return inode;
    }

    /** Bytes of the image as an array. */
    byte[] bytes(long position, int length) throws FileFault {
        byte[] bytes = new byte[length];
        read(position, ByteBuffer.wrap(bytes), length);
        return bytes;
    }

    /** Moves bytes of the image; CORRUPT if there are none. */
    synchronized void read(long position, ByteBuffer target, long length) throws FileFault {
        require(position >= 0 && length >= 0 && position <= blocks * blockSize - length, "nothing at byte " + position);
        try {
            for (long done = 0; done < length; ) {
                int within = (int) ((position + done) % blockSize);
                int count = (int) Math.min(length - done, blockSize - within);
                if (within == 0 && length - done >= blockSize) {
                    count = (int) ((length - done) / blockSize * blockSize);
                    cache.device().read(position + done, target.slice(target.position(), count));
                    target.position(target.position() + count);
                } else {
                    byte[] block = cache.read((position + done) / blockSize).bytes();
                    target.put(block, within, count);
                }
                done += count;
            }
        } catch (BlockFault e) {
            throw io(e);
        } finally {
            cache.trim();
        }
    }

    static void require(boolean condition, String what) throws FileFault {
        if (!condition) {
            throw new FileFault(FileFault.Reason.CORRUPT, "EROFS: " + what);
        }
    }

    private static FileFault io(BlockFault e) {
        return new FileFault(FileFault.Reason.IO, String.valueOf(e.getMessage()), e);
    }
}
