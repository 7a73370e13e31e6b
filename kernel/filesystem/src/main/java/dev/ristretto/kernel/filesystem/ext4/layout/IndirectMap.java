package dev.ristretto.kernel.filesystem.ext4.layout;

import static dev.ristretto.kernel.filesystem.block.LittleEndian.u32;

import dev.ristretto.kernel.filesystem.FileFault;

/** Where the blocks of a file are that was made before there were extents (section 3.4.1); they are only read. */
public final class IndirectMap {
    private static final int DIRECT = 12;
    private static final int LEVELS = 3;

    private final Metadata metadata;
    private final byte[] raw;
    private final int perBlock;

    /** The map in {@code fields}. */
    public IndirectMap(Metadata metadata, InodeFields fields) {
        this.metadata = metadata;
        raw = fields.raw();
        perBlock = metadata.blockSize() / Integer.BYTES;
    }

    /** The blocks from {@code logical} on that are in a row, or a hole there. */
    public Extent find(long logical) throws FileFault {
        if (logical < DIRECT) {
            return row(logical, raw, InodeFields.MAP, (int) logical, DIRECT);
        }
        long rest = logical - DIRECT;
        long span = perBlock;
        for (int level = 0; level < LEVELS; level++, span *= perBlock) {
            if (rest < span) {
                return find(logical, u32(raw, InodeFields.MAP + (DIRECT + level) * Integer.BYTES), rest, span);
            }
            rest -= span;
        }
        return Extent.hole(logical, 1);
    }

    private Extent find(long logical, long start, long offset, long span) throws FileFault {
        long block = start;
        long rest = offset;
        for (long below = span / perBlock; ; below /= perBlock) {
            if (block == 0) {
                return Extent.hole(logical, below * perBlock - rest);
            }
            byte[] bytes = metadata.read(block).bytes();
            if (below == 1) {
                return row(logical, bytes, 0, (int) rest, perBlock);
            }
            block = u32(bytes, (int) (rest / below) * Integer.BYTES);
            rest %= below;
        }
    }

    private Extent row(long logical, byte[] bytes, int base, int index, int end) throws FileFault {
        long first = u32(bytes, base + index * Integer.BYTES);
        int count = 1;
        while (index + count < end
                && u32(bytes, base + (index + count) * Integer.BYTES) == (first == 0 ? 0 : first + count)) {
            count++;
        }
        if (first == 0) {
            return Extent.hole(logical, count);
        }
        metadata.checkRange(first, count);
        return new Extent(logical, first, count, true);
    }
}
