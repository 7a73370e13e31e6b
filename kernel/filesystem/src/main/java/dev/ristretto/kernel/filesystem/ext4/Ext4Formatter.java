package dev.ristretto.kernel.filesystem.ext4;

import static dev.ristretto.kernel.filesystem.block.LittleEndian.put16;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put32;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.block.BlockDevice;
import dev.ristretto.kernel.filesystem.block.BlockFault;
import dev.ristretto.kernel.filesystem.block.Crc32c;
import dev.ristretto.kernel.filesystem.block.LittleEndian;
import dev.ristretto.kernel.filesystem.ext4.layout.BitSpan;
import dev.ristretto.kernel.filesystem.ext4.layout.BlockGroups;
import dev.ristretto.kernel.filesystem.ext4.layout.Ext4Superblock;
import dev.ristretto.kernel.filesystem.ext4.layout.Extent;
import dev.ristretto.kernel.filesystem.ext4.layout.ExtentNode;
import dev.ristretto.kernel.filesystem.ext4.layout.ExtentTree;
import dev.ristretto.kernel.filesystem.ext4.layout.GroupDescriptor;
import dev.ristretto.kernel.filesystem.ext4.layout.InodeFields;
import dev.ristretto.kernel.filesystem.ext4.layout.Metadata;
import dev.ristretto.kernel.filesystem.journal.JournalArea;
import dev.ristretto.kernel.filesystem.journal.JournalLog;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Makes an empty ext4 file system, with a journal, extents, checksums, 64 bits and nanoseconds. The same size, UUID and
 * time give the same bytes; blocks that nothing refers to stay as they are on the device.
 */
public final class Ext4Formatter {
    /** Bytes of a UUID. */
    public static final int UUID_SIZE = 16;

    private static final int DEFAULT_BLOCK_SIZE = 4096;
    private static final int JOURNAL_INODE = 8;
    private static final int LOST_AND_FOUND_INODE = 11;
    private static final int ROOT_MODE = InodeFields.DIRECTORY | 0755;
    private static final int LOST_AND_FOUND_MODE = InodeFields.DIRECTORY | 0700;
    private static final int JOURNAL_MODE = InodeFields.REGULAR | 0600;
    private static final int EXTRA_SIZE = 32;
    private static final int ZEROS = 1 << 16;

    private final BlockDevice device;
    private final Ext4Geometry geometry;
    private final byte[] uuid;
    private final long now;
    private final int blockSize;
    private final Crc32c crc = new Crc32c();
    private final int seed;
    private final List<JournalArea.Run> journal;

    private Ext4Formatter(BlockDevice device, byte[] uuid, long now, int blockSize) throws FileFault {
        this.device = device;
        this.uuid = uuid.clone();
        this.now = now;
        this.blockSize = blockSize;
        geometry = new Ext4Geometry(device.size(), blockSize);
        seed = crc.start(Crc32c.START).bytes(uuid, 0, uuid.length).value();
        journal = geometry.journal();
    }

    /**
     * Makes an empty file system on all of the device; what was there is lost.
     *
     * @param uuid 16 bytes that name it
     * @param now when it is made, in nanoseconds since 1970
     * @throws FileFault INVALID if the device is too small, IO if it fails
     */
    public static void format(BlockDevice device, byte[] uuid, long now) throws FileFault {
        format(device, uuid, now, DEFAULT_BLOCK_SIZE);
    }

    /** The same with blocks of another size: 1,024, 2,048 or 4,096 bytes. */
    public static void format(BlockDevice device, byte[] uuid, long now, int blockSize) throws FileFault {
        if (uuid.length != UUID_SIZE || blockSize < 1024 || blockSize > 4096 || Integer.bitCount(blockSize) != 1) {
            throw new FileFault(
                    FileFault.Reason.INVALID, "a UUID of " + uuid.length + " bytes, blocks of " + blockSize);
        }
        try {
            new Ext4Formatter(device, uuid, now, blockSize).run();
        } catch (BlockFault e) {
            throw Metadata.io(e);
        }
    }

    private void run() throws BlockFault {
        writeJournal();
        writeDirectories();
        writeInodes();
        byte[] descriptors = new byte[geometry.descriptorBlocks() * blockSize];
        long free = 0;
        for (int group = 0; group < geometry.groups(); group++) {
            free += writeGroup(group, descriptors);
        }
        byte[] superblock = superblock(free);
        for (int group = geometry.groups() - 1; group >= 0; group--) {
            if (BlockGroups.isSparse(group)) {
                writeCopy(group, superblock, descriptors);
            }
        }
        device.flush();
    }

    private void writeCopy(int group, byte[] superblock, byte[] descriptors) throws BlockFault {
        put16(superblock, 0x5A, group);
        new Ext4Superblock(superblock, 0).seal();
        long start = geometry.start(group) * blockSize;
        write(start + blockSize, descriptors);
        // The first one is behind the place for a boot loader, which is in the same block if that is large.
        write(group == 0 ? Ext4Superblock.POSITION : start, superblock);
    }

    private void writeJournal() throws BlockFault {
        int length = 0;
        for (JournalArea.Run run : journal) {
            zero(run.first() * blockSize, run.count() * blockSize);
            length += (int) run.count();
        }
        write(journal.getFirst().first() * blockSize, JournalLog.fresh(blockSize, length, uuid));
    }

    private void writeDirectories() throws BlockFault {
        byte[] root = new byte[blockSize];
        DirectoryBlock entries = new DirectoryBlock(root, blockSize - DirectoryBlock.TAIL);
        entries.begin(Ext4Inodes.ROOT, Ext4Inodes.ROOT, 2);
        boolean unused = entries.insert("lost+found".getBytes(StandardCharsets.UTF_8), 11, 2);
        sealDirectory(root, Ext4Inodes.ROOT);
        write(geometry.rootBlock() * blockSize, root);
        byte[] lost = new byte[blockSize];
        new DirectoryBlock(lost, blockSize - DirectoryBlock.TAIL).begin(LOST_AND_FOUND_INODE, Ext4Inodes.ROOT, 2);
        sealDirectory(lost, LOST_AND_FOUND_INODE);
        write(geometry.lostAndFoundBlock() * blockSize, lost);
    }

    private void sealDirectory(byte[] block, long inode) {
        int end = blockSize - DirectoryBlock.TAIL;
        put16(block, end + 4, DirectoryBlock.TAIL);
        LittleEndian.put8(block, end + 7, DirectoryBlock.TAIL_MARK);
        put32(block, end + DirectoryBlock.HEADER, inodeChecksum(inode, block, end));
    }

    private void writeInodes() throws BlockFault {
        int blocks = (LOST_AND_FOUND_INODE * Ext4Geometry.INODE_SIZE + blockSize - 1) / blockSize;
        byte[] table = new byte[blocks * blockSize];
        putInode(table, Ext4Inodes.ROOT, inode(ROOT_MODE, 3, List.of(new JournalArea.Run(geometry.rootBlock(), 1))));
        putInode(table, JOURNAL_INODE, inode(JOURNAL_MODE, 1, journal));
        List<JournalArea.Run> lost = List.of(new JournalArea.Run(geometry.lostAndFoundBlock(), 1));
        putInode(table, LOST_AND_FOUND_INODE, inode(LOST_AND_FOUND_MODE, 2, lost));
        write(geometry.inodeTable(0) * blockSize, table);
    }

    private byte[] inode(int mode, int links, List<JournalArea.Run> runs) {
        byte[] raw = new byte[Ext4Geometry.INODE_SIZE];
        InodeFields fields = new InodeFields(raw);
        fields.setExtraSize(EXTRA_SIZE);
        fields.setMode(mode);
        fields.setLinks(links);
        fields.setFlags(InodeFields.EXTENTS);
        for (int field : List.of(InodeFields.ACCESSED, InodeFields.CHANGED, InodeFields.MODIFIED)) {
            fields.setTime(field, now);
        }
        fields.setCreated(now);
        ExtentTree.initialize(raw);
        ExtentNode root = new ExtentNode(raw, InodeFields.MAP, null);
        long length = 0;
        for (JournalArea.Run run : runs) {
            root.open(root.count());
            root.setExtent(root.count() - 1, new Extent(length, run.first(), run.count(), true));
            length += run.count();
        }
        fields.setSize(length * blockSize);
        fields.setBlocks(length, blockSize, true);
        return raw;
    }

    private void putInode(byte[] table, long number, byte[] raw) {
        int checksum = inodeChecksum(number, raw, raw.length);
        put16(raw, 0x7C, checksum);
        put16(raw, 0x82, checksum >>> 16);
        System.arraycopy(raw, 0, table, (int) (number - 1) * raw.length, raw.length);
    }

    /** Writes a group's bitmaps and describes it; how many of its blocks are free. */
    private long writeGroup(int group, byte[] descriptors) throws BlockFault {
        GroupDescriptor descriptor = new GroupDescriptor(
                group, descriptors, group * Ext4Geometry.DESCRIPTOR_SIZE, Ext4Geometry.DESCRIPTOR_SIZE);
        byte[] bits = new byte[blockSize];
        int blocks = geometry.blocks(group);
        int used = geometry.ownBlocks(group) + usedBehind(group);
        BitSpan.fill(bits, 0, used, true);
        BitSpan.fill(bits, blocks, bits.length * Byte.SIZE - blocks, true);
        boolean first = group == 0;
        boolean untouched = used == geometry.copyBlocks(group) && group < geometry.groups() - 1;
        int flags = (untouched ? GroupDescriptor.BLOCKS_UNINITIALIZED : 0)
                | (first ? 0 : GroupDescriptor.INODES_UNINITIALIZED);
        descriptor.place(geometry.blockBitmap(group), geometry.inodeBitmap(group), geometry.inodeTable(group), flags);
        int inodes = geometry.inodesPerGroup() - (first ? LOST_AND_FOUND_INODE : 0);
        descriptor.setFreeBlocks(blocks - used);
        descriptor.setFreeInodes(inodes);
        descriptor.setUnusedInodes(inodes);
        descriptor.setDirectories(first ? 2 : 0);
        if (!untouched) {
            write(geometry.blockBitmap(group) * blockSize, bits);
            descriptor.setBlockBitmapChecksum(checksum(bits, geometry.blocksPerGroup() / Byte.SIZE));
        }
        if (first) {
            byte[] inodeBits = new byte[blockSize];
            BitSpan.fill(inodeBits, 0, LOST_AND_FOUND_INODE, true);
            int end = geometry.inodesPerGroup();
            BitSpan.fill(inodeBits, end, inodeBits.length * Byte.SIZE - end, true);
            write(geometry.inodeBitmap(group) * blockSize, inodeBits);
            descriptor.setInodeBitmapChecksum(checksum(inodeBits, end / Byte.SIZE));
        }
        int base = group * Ext4Geometry.DESCRIPTOR_SIZE;
        descriptor.setChecksum(crc.start(seed)
                        .number(group)
                        .bytes(descriptors, base, Ext4Geometry.DESCRIPTOR_SIZE)
                        .value()
                & 0xFFFF);
        return blocks - used;
    }

    /** Blocks of directories and journal, which follow what is the group's own. */
    private int usedBehind(int group) {
        int used = group == 0 ? 2 : 0;
        for (JournalArea.Run run : journal) {
            long offset = run.first() - geometry.start(group);
            used += offset >= 0 && offset < geometry.blocks(group) ? (int) run.count() : 0;
        }
        return used;
    }

    private byte[] superblock(long free) {
        Ext4Sketch sketch = new Ext4Sketch(geometry, uuid, now);
        return sketch.superblock(free, LOST_AND_FOUND_INODE, inode(JOURNAL_MODE, 1, journal));
    }

    private int checksum(byte[] bytes, int length) {
        return crc.start(seed).bytes(bytes, 0, length).value();
    }

    private int inodeChecksum(long inode, byte[] bytes, int length) {
        return crc.start(seed)
                .number((int) inode)
                .number(0)
                .bytes(bytes, 0, length)
                .value();
    }

    private void zero(long position, long length) throws BlockFault {
        byte[] zeros = new byte[ZEROS];
        for (long done = 0; done < length; done += ZEROS) {
            device.write(position + done, ByteBuffer.wrap(zeros, 0, (int) Math.min(ZEROS, length - done)));
        }
    }

    private void write(long position, byte[] bytes) throws BlockFault {
        device.write(position, ByteBuffer.wrap(bytes));
    }
}
