package dev.ristretto.kernel.filesystem.ext4.layout;

import static dev.ristretto.kernel.filesystem.block.LittleEndian.i32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put16;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.u16;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.block.CachedBlock;

/** Where inodes are on the device, and their checksums (section 3.3). */
public final class InodeTable {
    private static final int GENERATION = 0x64;
    private static final int CHECKSUM_LOW = 0x7C;
    private static final int CHECKSUM_HIGH = 0x82;
    private static final int EXTRA_SIZE = 0x80;

    private final Metadata metadata;
    private final BlockGroups groups;
    private final int inodeSize;

    /** The inodes of these groups. */
    public InodeTable(Metadata metadata, BlockGroups groups) {
        this.metadata = metadata;
        this.groups = groups;
        inodeSize = metadata.superblock().inodeSize();
    }

    /** The bytes of an inode, which may be nonsense; CORRUPT if there is no such inode or its checksum is wrong. */
    public byte[] read(long number) throws FileFault {
        CachedBlock block = block(number);
        byte[] raw = new byte[inodeSize];
        System.arraycopy(block.bytes(), offset(number), raw, 0, inodeSize);
        if (metadata.hasChecksums()) {
            int checksum = checksum(number, raw);
            boolean right = u16(raw, CHECKSUM_LOW) == (checksum & 0xFFFF)
                    && (!hasHigh(raw) || u16(raw, CHECKSUM_HIGH) == checksum >>> 16);
            if (!right) {
                throw Metadata.corrupt("inode " + number + " has a wrong checksum");
            }
        }
        return raw;
    }

    /** Puts the bytes of an inode in their place, with their checksum. */
    public void write(long number, byte[] raw) throws FileFault {
        if (metadata.hasChecksums()) {
            int checksum = checksum(number, raw);
            put16(raw, CHECKSUM_LOW, checksum);
            if (hasHigh(raw)) {
                put16(raw, CHECKSUM_HIGH, checksum >>> 16);
            }
        }
        byte[] bytes = metadata.journal().change(block(number), Metadata.TABLE);
        System.arraycopy(raw, 0, bytes, offset(number), inodeSize);
    }

    /** Where a file's blocks should begin: in the group of its inode. */
    public long goal(long number) {
        return groups.firstBlock((int) ((number - 1) / metadata.superblock().inodesPerGroup()));
    }

    private CachedBlock block(long number) throws FileFault {
        if (number < 1 || number > metadata.superblock().inodes()) {
            throw Metadata.corrupt(
                    "inode " + number + " of " + metadata.superblock().inodes());
        }
        int perGroup = metadata.superblock().inodesPerGroup();
        long table = groups.get((int) ((number - 1) / perGroup)).inodeTable();
        return metadata.read(table + (number - 1) % perGroup * inodeSize / metadata.blockSize());
    }

    private int offset(long number) {
        return (int) ((number - 1) % metadata.superblock().inodesPerGroup() * inodeSize % metadata.blockSize());
    }

    private static boolean hasHigh(byte[] raw) {
        return raw.length > EXTRA_SIZE && u16(raw, EXTRA_SIZE) >= CHECKSUM_HIGH + Short.BYTES - EXTRA_SIZE;
    }

    private int checksum(long number, byte[] raw) {
        byte[] copy = raw.clone();
        put16(copy, CHECKSUM_LOW, 0);
        if (hasHigh(raw)) {
            put16(copy, CHECKSUM_HIGH, 0);
        }
        return metadata.checksum(number, i32(raw, GENERATION))
                .bytes(copy, 0, copy.length)
                .value();
    }
}
