package dev.ristretto.kernel.filesystem.ext4;

import static dev.ristretto.kernel.filesystem.block.LittleEndian.i32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put16;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put8;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.u16;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.u32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.u8;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.block.CachedBlock;
import dev.ristretto.kernel.filesystem.ext4.layout.Metadata;

/**
 * A block of a directory's index (section 4.2.2): entries of a hash and the block for names from that hash on. The
 * first entry's hash is where the number of entries stands: it counts as 0.
 */
final class IndexNode {
    static final int ROOT_BASE = 32;
    static final int NODE_BASE = 8;
    private static final int ENTRY = 8;
    private static final int TAIL = 8;
    private static final int VERSION = 28;
    private static final int INFO_LENGTH = 29;
    private static final int LEVELS = 30;
    private static final int BLOCK_BITS = 0x0FFF_FFFF;

    private final DirectoryBlocks blocks;
    private final CachedBlock block;
    private final byte[] bytes;
    private final int base;

    IndexNode(DirectoryBlocks blocks, CachedBlock block, int base) {
        this.blocks = blocks;
        this.block = block;
        this.base = base;
        bytes = block.bytes();
    }

    /** CORRUPT if it cannot be. */
    void check(long purpose) throws FileFault {
        if (block.purpose() == purpose) {
            return;
        }
        boolean right = limit() == room() && count() > 0 && count() <= limit();
        if (base == ROOT_BASE) {
            right &= u8(bytes, INFO_LENGTH) == ENTRY && u16(bytes, 4) == DirectoryBlock.needed(1);
        }
        if (!right || blocks.metadata().hasChecksums() && i32(bytes, tail() + Integer.BYTES) != checksum()) {
            throw Metadata.corrupt("the index of a directory in block " + block.number() + " cannot be");
        }
        block.setPurpose(purpose);
    }

    /** Makes the second of a directory's two first entries end where the block does, and writes what the index is. */
    void beginRoot(int version) {
        put16(bytes, DirectoryBlock.needed(1) + 4, bytes.length - DirectoryBlock.needed(1));
        put32(bytes, VERSION - Integer.BYTES, 0);
        put8(bytes, VERSION, version);
        put8(bytes, INFO_LENGTH, ENTRY);
        put8(bytes, LEVELS, 0);
        put8(bytes, LEVELS + 1, 0);
        put16(bytes, base, room());
    }

    void beginNode() {
        put16(bytes, 4, bytes.length);
        put16(bytes, base, room());
    }

    int version() {
        return u8(bytes, VERSION);
    }

    int levels() {
        return u8(bytes, LEVELS);
    }

    void setLevels(int levels) {
        put8(bytes, LEVELS, levels);
    }

    CachedBlock block() {
        return block;
    }

    int limit() {
        return u16(bytes, base);
    }

    int count() {
        return u16(bytes, base + 2);
    }

    void setCount(int count) {
        put16(bytes, base + 2, count);
    }

    long hash(int i) {
        return i == 0 ? 0 : u32(bytes, base + i * ENTRY);
    }

    long child(int i) {
        return i32(bytes, base + i * ENTRY + 4) & BLOCK_BITS;
    }

    void setChild(int i, long child) {
        put32(bytes, base + i * ENTRY + 4, child);
    }

    /** The last entry whose hash is not above that one. */
    int find(long hash) {
        int low = 0;
        for (int high = count() - 1; low < high; ) {
            int middle = (low + high + 1) >>> 1;
            if (hash(middle) <= hash) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Puts an entry behind entry {@code i}. */
    void insert(int i, long hash, long child) {
        int place = base + (i + 1) * ENTRY;
        System.arraycopy(bytes, place, bytes, place + ENTRY, (count() - i - 1) * ENTRY);
        put32(bytes, place, hash);
        put32(bytes, place + 4, child);
        setCount(count() + 1);
    }

    /** Moves the entries from {@code from} on to a new node. */
    void moveTo(IndexNode other, int from) {
        int moved = count() - from;
        // The first one's hash stays behind: its place is where the other node has its number of entries.
        other.setChild(0, child(from));
        System.arraycopy(bytes, base + (from + 1) * ENTRY, other.bytes, other.base + ENTRY, (moved - 1) * ENTRY);
        other.setCount(moved);
        setCount(from);
    }

    void seal() {
        if (blocks.metadata().hasChecksums()) {
            put32(bytes, tail(), 0);
            put32(bytes, tail() + Integer.BYTES, checksum());
        }
    }

    private int room() {
        int tail = blocks.metadata().hasChecksums() ? TAIL : 0;
        return (bytes.length - base - tail) / ENTRY;
    }

    private int tail() {
        return base + room() * ENTRY;
    }

    /** Over the entries, what stands in the tail before it, and zeros in its own place. */
    private int checksum() {
        byte[] end = new byte[TAIL];
        System.arraycopy(bytes, tail(), end, 0, Integer.BYTES);
        return blocks.checksum(bytes, base + Math.min(count(), room()) * ENTRY, end, 0, TAIL);
    }
}
