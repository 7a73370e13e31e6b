package dev.ristretto.kernel.filesystem.ext4.layout;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.block.CachedBlock;
import org.jspecify.annotations.Nullable;

/** Takes blocks and gives them free. Belongs to an operation of the journal. */
public final class BlockAllocator {
    private final Metadata metadata;
    private final BlockGroups groups;
    private final BlockBitmaps bitmaps;

    /** Takes blocks of these groups. */
    public BlockAllocator(Metadata metadata, BlockGroups groups) {
        this.metadata = metadata;
        this.groups = groups;
        bitmaps = new BlockBitmaps(metadata, groups);
    }

    /**
     * Blocks in a row.
     *
     * @param first the first one
     * @param count how many
     */
    public record Run(long first, int count) {}

    /**
     * Takes free blocks in a row.
     *
     * @param goal where they should be
     * @param most how many at most, at least 1
     * @throws FileFault NO_SPACE if there is none
     */
    public Run allocate(long goal, int most) throws FileFault {
        long start = metadata.contains(goal, 1) ? goal : metadata.superblock().firstDataBlock();
        int home = groups.of(start);
        for (int i = 0; i < groups.count(); i++) {
            int group = (home + i) % groups.count();
            if (groups.get(group).freeBlocks() == 0) {
                continue;
            }
            GroupDescriptor descriptor = groups.change(group);
            CachedBlock bitmap = bitmaps.get(descriptor);
            int from = i == 0 ? (int) (start - groups.firstBlock(group)) : 0;
            Run run = find(bitmap.bytes(), group, from, most);
            if (run == null && from > 0) {
                run = find(bitmap.bytes(), group, 0, most);
            }
            if (run != null) {
                int first = (int) (run.first() - groups.firstBlock(group));
                bitmaps.set(descriptor, bitmap, first, run.count(), true);
                return run;
            }
        }
        throw new FileFault(FileFault.Reason.NO_SPACE, "no free block");
    }

    /** Takes one block for metadata. */
    public long allocateOne(long goal) throws FileFault {
        return allocate(goal, 1).first();
    }

    /**
     * Gives blocks free.
     *
     * @param logged whether they held metadata
     */
    public void free(long first, long count, boolean logged) throws FileFault {
        metadata.checkRange(first, count);
        for (long at = first; at < first + count; ) {
            int group = groups.of(at);
            GroupDescriptor descriptor = groups.change(group);
            int offset = (int) (at - groups.firstBlock(group));
            int length = (int) Math.min(first + count - at, groups.blocks(group) - offset);
            if (offset < groups.copyBlocks(group)
                    || overlaps(at, length, descriptor.blockBitmap(), 1)
                    || overlaps(at, length, descriptor.inodeBitmap(), 1)
                    || overlaps(at, length, descriptor.inodeTable(), groups.tableBlocks())) {
                throw Metadata.corrupt("blocks from " + at + " on are the file system's own");
            }
            bitmaps.set(descriptor, bitmaps.get(descriptor), offset, length, false);
            at += length;
        }
        metadata.journal().free(first, count, logged);
    }

    private static boolean overlaps(long first, long count, long other, long otherCount) {
        return first < other + otherCount && other < first + count;
    }

    /** The block at {@code from} and those behind it, else the first row that is long enough, else the longest. */
    private @Nullable Run find(byte[] bits, int group, int from, int most) {
        int end = groups.blocks(group);
        long base = groups.firstBlock(group);
        Run longest = null;
        for (int at = from; at < end; ) {
            int free = BitSpan.next(bits, at, end, false);
            int usable = (int) Math.min(metadata.journal().skipFreed(base + free) - base, end);
            if (usable > free) {
                at = usable;
                continue;
            }
            if (free >= end) {
                break;
            }
            int limit = (int) Math.min(end, (long) free + most);
            int length = BitSpan.next(bits, free, limit, true) - free;
            length = (int) metadata.journal().usable(base + free, length);
            if (longest == null || length > longest.count()) {
                longest = new Run(base + free, length);
            }
            if (length == most || free == from) {
                break;
            }
            at = free + length;
        }
        return longest;
    }
}
