package dev.ristretto.kernel.filesystem.ext4.layout;

import static dev.ristretto.kernel.filesystem.block.LittleEndian.put16;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.u16;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.u32;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.block.CachedBlock;
import org.jspecify.annotations.Nullable;

/**
 * A node of a tree of extents (section 3.4.2): the root in an inode, or a block. Its entries lead to nodes one level
 * below, or in leaves, at depth 0, to blocks of the file.
 */
public final class ExtentNode {
    public static final int ENTRY = 12;
    public static final int HEADER = 12;
    /** The most blocks of a written extent; one that is longer was not written, and is as much shorter. */
    public static final int LONGEST = 1 << 15;

    public static final int DEEPEST = 5;
    private static final int MAGIC = 0xF30A;

    private final byte[] bytes;
    private final int base;
    private final @Nullable CachedBlock block;

    /** A node at {@code base} in bytes that are those of {@code block}, if it is in one. */
    public ExtentNode(byte[] bytes, int base, @Nullable CachedBlock block) {
        this.bytes = bytes;
        this.base = base;
        this.block = block;
    }

    /** The block it is in; null for a root. */
    public @Nullable CachedBlock block() {
        return block;
    }

    /** What it is in. */
    public byte[] bytes() {
        return bytes;
    }

    /** How many entries it has. */
    public int count() {
        return u16(bytes, base + 2);
    }

    /** Sets how many entries it has. */
    public void setCount(int count) {
        put16(bytes, base + 2, count);
    }

    /** How many entries it has room for. */
    public int capacity() {
        return u16(bytes, base + 4);
    }

    /** How many levels are below. */
    public int depth() {
        return u16(bytes, base + 6);
    }

    /** Makes it a node without entries. */
    public void initialize(int capacity, int depth) {
        put16(bytes, base, MAGIC);
        put16(bytes, base + 2, 0);
        put16(bytes, base + 4, capacity);
        put16(bytes, base + 6, depth);
        put32(bytes, base + 8, 0);
    }

    /** The first block of the file that entry {@code i} is for. */
    public long key(int i) {
        return u32(bytes, at(i));
    }

    /** Sets the first block of the file that an entry is for. */
    public void setKey(int i, long key) {
        put32(bytes, at(i), key);
    }

    /** The block of the node that an entry leads to. */
    public long child(int i) {
        return (long) u16(bytes, at(i) + 8) << 32 | u32(bytes, at(i) + 4);
    }

    /** Makes an entry lead to the node in a block. */
    public void setChild(int i, long key, long child) {
        setKey(i, key);
        put32(bytes, at(i) + 4, child);
        put16(bytes, at(i) + 8, (int) (child >>> 32));
        put16(bytes, at(i) + 10, 0);
    }

    /** The extent that an entry of a leaf is. */
    public Extent extent(int i) {
        int length = u16(bytes, at(i) + 4);
        boolean written = length <= LONGEST;
        long first = (long) u16(bytes, at(i) + 6) << 32 | u32(bytes, at(i) + 8);
        return new Extent(key(i), first, written ? length : length - LONGEST, written);
    }

    /** Makes an entry of a leaf that extent. */
    public void setExtent(int i, Extent extent) {
        setKey(i, extent.logical());
        put16(bytes, at(i) + 4, (int) (extent.written() ? extent.length() : extent.length() + LONGEST));
        put16(bytes, at(i) + 6, (int) (extent.physical() >>> 32));
        put32(bytes, at(i) + 8, extent.physical());
    }

    /** Makes room for an entry at {@code i}. */
    public void open(int i) {
        System.arraycopy(bytes, at(i), bytes, at(i + 1), (count() - i) * ENTRY);
        setCount(count() + 1);
    }

    /** Takes entry {@code i} out. */
    public void close(int i) {
        System.arraycopy(bytes, at(i + 1), bytes, at(i), (count() - i - 1) * ENTRY);
        setCount(count() - 1);
    }

    /** Moves the entries from {@code from} on to an empty node. */
    public void moveTo(ExtentNode other, int from) {
        int moved = count() - from;
        System.arraycopy(bytes, at(from), other.bytes, other.at(0), moved * ENTRY);
        other.setCount(moved);
        setCount(from);
    }

    /** The last entry that begins at or before a block of the file; -1 if there is none. */
    public int find(long logical) {
        int low = -1;
        for (int high = count() - 1; low < high; ) {
            int middle = (low + high + 1) >>> 1;
            if (key(middle) <= logical) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** CORRUPT if it cannot be a node of that depth with room for that many entries. */
    public void check(Metadata metadata, int expectedDepth, int room, boolean root) throws FileFault {
        boolean right = u16(bytes, base) == MAGIC
                && depth() == expectedDepth
                && capacity() <= room
                && capacity() > 0
                && count() <= capacity()
                && (count() > 0 || root && expectedDepth == 0);
        if (!right) {
            throw Metadata.corrupt("a node of extents cannot be");
        }
        long next = 0;
        for (int i = 0; i < count(); i++) {
            if (key(i) < next) {
                throw Metadata.corrupt("extents are not in order");
            }
            if (expectedDepth > 0) {
                metadata.checkRange(child(i), 1);
                next = key(i) + 1;
            } else {
                Extent extent = extent(i);
                metadata.checkRange(extent.physical(), extent.length());
                next = extent.end();
                if (extent.length() == 0 || next > 1L << 32) {
                    throw Metadata.corrupt("an extent of " + extent.length() + " blocks");
                }
            }
        }
    }

    private int at(int i) {
        return base + HEADER + i * ENTRY;
    }
}
