package dev.ristretto.kernel.filesystem.ext4;

import static dev.ristretto.kernel.filesystem.block.LittleEndian.put16;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put8;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.u16;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.u32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.u8;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.ext4.layout.Metadata;
import java.util.Arrays;

/** One block of a directory: entries one behind the other, which fill it (section 4.2.1). */
final class DirectoryBlock {
    static final int HEADER = 8;
    /** Bytes at the end of a block that its checksum takes, in the disguise of an entry. */
    static final int TAIL = 12;

    static final int TAIL_MARK = 0xDE;
    private static final int ALIGNMENT = 4;

    private final byte[] bytes;
    private final int end;

    /** Entries before {@code end}. */
    DirectoryBlock(byte[] bytes, int end) {
        this.bytes = bytes;
        this.end = end;
    }

    /** What is done with each entry. */
    @FunctionalInterface
    interface Visitor {
        /** An entry: where it is, where the bytes of its name are. */
        void visit(int at, int nameAt, int nameLength) throws FileFault;
    }

    /** CORRUPT if the entries do not fill the block one behind the other. */
    void check(long inodes) throws FileFault {
        for (int at = 0; at < end; at += length(at)) {
            int length = end - at >= HEADER ? length(at) : 0;
            boolean right = length >= HEADER
                    && length % ALIGNMENT == 0
                    && length <= end - at
                    && HEADER + nameLength(at) <= length
                    && inode(at) <= inodes
                    && (inode(at) == 0 || nameLength(at) > 0);
            if (!right) {
                throw Metadata.corrupt("a directory's entry at byte " + at + " of its block cannot be");
            }
        }
    }

    /** Makes the block one empty entry. */
    void clear() {
        Arrays.fill(bytes, 0, end, (byte) 0);
        put16(bytes, 4, end);
    }

    long inode(int at) {
        return u32(bytes, at);
    }

    int type(int at) {
        return u8(bytes, at + 7);
    }

    void set(int at, long inode, int type) {
        put32(bytes, at, inode);
        put8(bytes, at + 7, type);
    }

    void forEach(Visitor visitor) throws FileFault {
        for (int at = 0; at < end; at += length(at)) {
            if (inode(at) != 0) {
                visitor.visit(at, at + HEADER, nameLength(at));
            }
        }
    }

    /** Where the entry of that name is, or -1. */
    int find(byte[] name) {
        for (int at = 0; at < end; at += length(at)) {
            int nameAt = at + HEADER;
            if (inode(at) != 0
                    && nameLength(at) == name.length
                    && Arrays.equals(bytes, nameAt, nameAt + name.length, name, 0, name.length)) {
                return at;
            }
        }
        return -1;
    }

    /** Whether an entry with a name of that length has room. */
    boolean hasRoom(int nameLength) {
        return room(needed(nameLength)) >= 0;
    }

    /** Puts an entry where there is room; whether there was. */
    boolean insert(byte[] name, long inode, int type) {
        int at = room(needed(name.length));
        if (at < 0) {
            return false;
        }
        int used = used(at);
        int length = length(at);
        if (used > 0) {
            put16(bytes, at + 4, used);
        }
        int place = at + used;
        put32(bytes, place, inode);
        put16(bytes, place + 4, length - used);
        put8(bytes, place + 6, name.length);
        put8(bytes, place + 7, type);
        System.arraycopy(name, 0, bytes, place + HEADER, name.length);
        return true;
    }

    /** Takes an entry out; its room goes to the one before it. */
    void remove(int entry) {
        int before = -1;
        for (int at = 0; at < entry; at += length(at)) {
            before = at;
        }
        if (before >= 0) {
            put16(bytes, before + 4, length(before) + length(entry));
        } else {
            put32(bytes, entry, 0);
        }
    }

    /** The first two entries of a directory; the second takes all that is left. */
    void begin(long self, long parent, int type) {
        clear();
        put16(bytes, 4, needed(1));
        set(0, self, type);
        put8(bytes, 6, 1);
        bytes[HEADER] = '.';
        int second = needed(1);
        put16(bytes, second + 4, end - second);
        set(second, parent, type);
        put8(bytes, second + 6, 2);
        bytes[second + HEADER] = '.';
        bytes[second + HEADER + 1] = '.';
    }

    /** Bytes that an entry takes. */
    static int needed(int nameLength) {
        return (HEADER + nameLength + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private int room(int needed) {
        for (int at = 0; at < end; at += length(at)) {
            if (length(at) - used(at) >= needed) {
                return at;
            }
        }
        return -1;
    }

    private int used(int at) {
        return inode(at) == 0 ? 0 : needed(nameLength(at));
    }

    private int length(int at) {
        return u16(bytes, at + 4);
    }

    private int nameLength(int at) {
        return u8(bytes, at + 6);
    }
}
