package dev.ristretto.kernel.filesystem.ext4;

import static dev.ristretto.kernel.filesystem.block.LittleEndian.i32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put16;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put8;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.u16;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.u32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.u8;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.ext4.layout.Metadata;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Room for extended attributes, in an inode or in a block (section 3.6 of "Extended Attributes"): entries from the
 * beginning on, values from the end on.
 *
 * @param bytes where it is
 * @param start where its entries begin
 * @param base what the places of values are counted from
 */
record AttributeArea(byte[] bytes, int start, int base) {
    private static final int ENTRY = 16;
    private static final int END = Integer.BYTES;

    /**
     * One attribute.
     *
     * @param prefix a number for the beginning of its name
     * @param name the rest of its name
     */
    record Attribute(int prefix, byte[] name, byte[] value) {
        /** The order of Linux, which looks for names in it. */
        static final Comparator<Attribute> ORDER = Comparator.comparingInt(Attribute::prefix)
                .thenComparingInt(attribute -> attribute.name.length)
                .thenComparing(Attribute::name, Arrays::compareUnsigned);

        int size() {
            return align(ENTRY + name.length) + align(value.length);
        }

        boolean isCalled(int otherPrefix, byte[] otherName) {
            return prefix == otherPrefix && Arrays.equals(name, otherName);
        }

        int hash() {
            int hash = 0;
            for (byte letter : name) {
                hash = hash << 5 ^ hash >>> 27 ^ letter & 0xFF;
            }
            byte[] padded = Arrays.copyOf(value, align(value.length));
            for (int at = 0; at < padded.length; at += Integer.BYTES) {
                hash = hash << 16 ^ hash >>> 16 ^ i32(padded, at);
            }
            return hash;
        }
    }

    /** Adds what is in it to {@code found}; CORRUPT if it cannot be. */
    void read(List<Attribute> found) throws FileFault {
        int end = bytes.length;
        for (int at = start; at + END <= end && i32(bytes, at) != 0; ) {
            int nameLength = u8(bytes, at);
            int next = at + align(ENTRY + nameLength);
            if (next > end) {
                throw Metadata.corrupt("an extended attribute has a name of " + nameLength + " bytes");
            }
            long place = base + (long) u16(bytes, at + 2);
            long size = u32(bytes, at + 8);
            if (u32(bytes, at + 4) != 0 || size > end || size > 0 && (place < start || place + size > end)) {
                throw Metadata.corrupt("an extended attribute has " + size + " bytes");
            }
            byte[] name = Arrays.copyOfRange(bytes, at + ENTRY, at + ENTRY + nameLength);
            byte[] value = size == 0 ? new byte[0] : Arrays.copyOfRange(bytes, (int) place, (int) (place + size));
            found.add(new Attribute(u8(bytes, at + 1), name, value));
            at = next;
        }
    }

    /** How many bytes attributes can have here together. */
    int room() {
        return bytes.length - start - END;
    }

    /** Writes attributes, which fit; a number that stands for all of them. */
    int write(List<Attribute> attributes) {
        Arrays.fill(bytes, start, bytes.length, (byte) 0);
        int at = start;
        int end = bytes.length;
        int all = 0;
        for (Attribute attribute : attributes) {
            byte[] value = attribute.value();
            end -= align(value.length);
            put8(bytes, at, attribute.name().length);
            put8(bytes, at + 1, attribute.prefix());
            put16(bytes, at + 2, value.length == 0 ? 0 : end - base);
            put32(bytes, at + 8, value.length);
            put32(bytes, at + 12, attribute.hash());
            System.arraycopy(attribute.name(), 0, bytes, at + ENTRY, attribute.name().length);
            System.arraycopy(value, 0, bytes, end, value.length);
            at += align(ENTRY + attribute.name().length);
            all = all << 16 ^ all >>> 16 ^ attribute.hash();
        }
        return all;
    }

    private static int align(int size) {
        return (size + Integer.BYTES - 1) / Integer.BYTES * Integer.BYTES;
    }
}
