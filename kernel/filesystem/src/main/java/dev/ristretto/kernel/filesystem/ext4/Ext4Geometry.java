package dev.ristretto.kernel.filesystem.ext4;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.ext4.layout.BlockGroups;
import dev.ristretto.kernel.filesystem.journal.JournalArea;
import java.util.ArrayList;
import java.util.List;

/**
 * Where everything is in a new file system. The groups of a flexible group have their bitmaps and tables together, at
 * the beginning of its first one.
 */
final class Ext4Geometry {
    static final int INODE_SIZE = 256;
    static final int DESCRIPTOR_SIZE = 64;
    static final int FLEX_LOG = 4;

    private static final int FLEX = 1 << FLEX_LOG;
    private static final int BYTES_PER_INODE = 16_384;
    private static final int FEWEST_INODES = 32;
    private static final int USEFUL = 64;
    private static final long SMALLEST = 2048;
    private static final int MOST_JOURNAL_RUNS = 4;

    private final int blockSize;
    private final int first;
    private final int perGroup;
    private final long blocks;
    private final int groups;
    private final int inodesPerGroup;

    /** For a device of {@code size} bytes; INVALID if it is too small. */
    Ext4Geometry(long size, int blockSize) throws FileFault {
        this.blockSize = blockSize;
        first = blockSize == 1024 ? 1 : 0;
        perGroup = blockSize * Byte.SIZE;
        long all = Math.min(size / blockSize, 1L << 40);
        if (all < SMALLEST) {
            throw new FileFault(
                    FileFault.Reason.INVALID,
                    size + " bytes are too few for ext4, which needs " + SMALLEST * blockSize);
        }
        int count = (int) ((all - first + perGroup - 1) / perGroup);
        long wanted = size / BYTES_PER_INODE / count;
        int perBlock = blockSize / INODE_SIZE;
        long rounded = (Math.max(wanted, FEWEST_INODES) + perBlock - 1) / perBlock * perBlock;
        inodesPerGroup = (int) Math.min((rounded + 7) / 8 * 8, perGroup);
        long inLast = all - first - (count - 1L) * perGroup;
        boolean useless = count > 1 && inLast < 1 + descriptorBlocks(count) + 2 + tableBlocks() + USEFUL;
        groups = useless ? count - 1 : count;
        blocks = useless ? first + (long) groups * perGroup : all;
    }

    int blockSize() {
        return blockSize;
    }

    int firstBlock() {
        return first;
    }

    int blocksPerGroup() {
        return perGroup;
    }

    long blocks() {
        return blocks;
    }

    int groups() {
        return groups;
    }

    int inodesPerGroup() {
        return inodesPerGroup;
    }

    int tableBlocks() {
        return (inodesPerGroup * INODE_SIZE + blockSize - 1) / blockSize;
    }

    int descriptorBlocks() {
        return descriptorBlocks(groups);
    }

    private int descriptorBlocks(int count) {
        return (count * DESCRIPTOR_SIZE + blockSize - 1) / blockSize;
    }

    long start(int group) {
        return first + (long) group * perGroup;
    }

    int blocks(int group) {
        return (int) Math.min(perGroup, blocks - start(group));
    }

    /** Blocks at the beginning of a group that superblock and descriptors take. */
    int copyBlocks(int group) {
        return BlockGroups.isSparse(group) ? 1 + descriptorBlocks() : 0;
    }

    long blockBitmap(int group) {
        return shared(group) + group % FLEX;
    }

    long inodeBitmap(int group) {
        return shared(group) + members(group) + group % FLEX;
    }

    long inodeTable(int group) {
        return shared(group) + 2L * members(group) + (long) (group % FLEX) * tableBlocks();
    }

    /** How many blocks at the beginning of a group are the file system's own. */
    int ownBlocks(int group) {
        int shared = group % FLEX == 0 ? members(group) * (2 + tableBlocks()) : 0;
        return copyBlocks(group) + shared;
    }

    /** The block of the root directory. */
    long rootBlock() {
        return start(0) + ownBlocks(0);
    }

    /** The block of /lost+found. */
    long lostAndFoundBlock() {
        return rootBlock() + 1;
    }

    /** Blocks for the journal, in few runs. */
    List<JournalArea.Run> journal() {
        long left = blocks < 1 << 15 ? 1024 : blocks < 1 << 18 ? 4096 : 8192;
        List<JournalArea.Run> runs = new ArrayList<>();
        for (int group = 0; group < groups && left > 0 && runs.size() < MOST_JOURNAL_RUNS; group++) {
            int used = ownBlocks(group) + (group == 0 ? 2 : 0);
            long count = Math.min(left, blocks(group) - used);
            if (count > 0) {
                runs.add(new JournalArea.Run(start(group) + used, count));
                left -= count;
            }
        }
        return runs;
    }

    private long shared(int group) {
        int leader = group / FLEX * FLEX;
        return start(leader) + copyBlocks(leader);
    }

    private int members(int group) {
        return Math.min(FLEX, groups - group / FLEX * FLEX);
    }
}
