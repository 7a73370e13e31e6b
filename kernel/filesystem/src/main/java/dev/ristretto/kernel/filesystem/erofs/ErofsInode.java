package dev.ristretto.kernel.filesystem.erofs;

import static dev.ristretto.kernel.filesystem.block.LittleEndian.i32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.i64;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.u16;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.u32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.u8;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileNames;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.immutable.ImmutableInode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What files of all kinds have alike. Nothing of it ever changes. */
abstract class ErofsInode extends ImmutableInode {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final ErofsImage image;
    private final long number;
    private final Head head;

    ErofsInode(ErofsImage image, long number, Head head) {
        this.image = image;
        this.number = number;
        this.head = head;
    }

    /**
     * The numbers in an inode.
     *
     * @param attributes where its extended attributes are
     * @param attributesSize how many bytes these have
     * @param inline whether the last bytes follow those, not in a block of their own
     * @param place the first block, or the number of a device
     */
    record Head(
            int mode,
            long size,
            int links,
            int user,
            int group,
            long modified,
            long attributes,
            int attributesSize,
            boolean inline,
            long place) {}

    static ErofsInode read(ErofsImage image, long number, long position) throws FileFault {
        byte[] small = image.bytes(position, ErofsFormat.COMPACT_INODE);
        boolean extended = (u16(small, 0) & 1) != 0;
        int layout = u16(small, 0) >>> 1 & 7;
        if (layout != ErofsFormat.PLAIN && layout != ErofsFormat.INLINE) {
            throw new FileFault(FileFault.Reason.UNSUPPORTED, "EROFS inode " + number + " with layout " + layout);
        }
        byte[] raw = extended ? image.bytes(position, ErofsFormat.EXTENDED_INODE) : small;
        int count = u16(raw, 2);
        int attributesSize = count == 0 ? 0 : ErofsFormat.ATTRIBUTE_HEADER + (count - 1) * ErofsFormat.ATTRIBUTE_ENTRY;
        long attributes = position + raw.length;
        boolean inline = layout == ErofsFormat.INLINE;
        Head head = extended
                ? new Head(
                        u16(raw, 4),
                        i64(raw, 8),
                        i32(raw, 44),
                        i32(raw, 24),
                        i32(raw, 28),
                        i64(raw, 32) * NANOS_PER_SECOND + u32(raw, 40),
                        attributes,
                        attributesSize,
                        inline,
                        u32(raw, 16))
                : new Head(
                        u16(raw, 4),
                        u32(raw, 8),
                        u16(raw, 6),
                        u16(raw, 24),
                        u16(raw, 26),
                        image.buildTime(),
                        attributes,
                        attributesSize,
                        inline,
                        u32(raw, 16));
        ErofsImage.require(head.size() >= 0, "inode " + number + " of " + head.size() + " bytes");
        return switch (head.mode() & ErofsFormat.KIND) {
            case ErofsFormat.DIRECTORY -> new ErofsDirectory(image, number, head);
            case ErofsFormat.REGULAR -> new ErofsFile(image, number, head);
            case ErofsFormat.SYMBOLIC_LINK -> new ErofsLink(image, number, head);
            case ErofsFormat.CHARACTER_DEVICE, ErofsFormat.BLOCK_DEVICE, ErofsFormat.PIPE, ErofsFormat.SOCKET ->
                new ErofsSpecial(image, number, head);
            default ->
                throw new FileFault(
                        FileFault.Reason.CORRUPT,
                        "EROFS: inode " + number + " has mode 0" + Integer.toOctalString(head.mode()));
        };
    }

    final ErofsImage image() {
        return image;
    }

    final Head head() {
        return head;
    }

    /** Moves bytes of the contents; there must be as many. */
    final void readContents(long from, ByteBuffer target, long length) throws FileFault {
        long tail = head.inline() ? head.size() % image.blockSize() : 0;
        long whole = head.size() - tail;
        long first = Math.clamp(whole - from, 0, length);
        if (first > 0) {
            image.read(head.place() * image.blockSize() + from, target, first);
        }
        if (first < length) {
            long start = head.attributes() + head.attributesSize();
            image.read(start + from + first - whole, target, length - first);
        }
    }

    public final long number() {
        return number;
    }

    public final long size() {
        return head.size();
    }

    public final int permissions() {
        return head.mode() & Inode.PERMISSION_BITS;
    }

    public final int user() {
        return head.user();
    }

    public final int group() {
        return head.group();
    }

    public final long created() {
        return 0;
    }

    public final long accessed() {
        return head.modified();
    }

    public final long modified() {
        return head.modified();
    }

    public final long changed() {
        return head.modified();
    }

    public final int links() {
        return head.links();
    }

    public final List<String> attributes() throws FileFault {
        return List.copyOf(readAttributes().keySet());
    }

    public final byte @Nullable [] attribute(String name) throws FileFault {
        return readAttributes().get(name);
    }

    private Map<String, byte[]> readAttributes() throws FileFault {
        Map<String, byte[]> found = new TreeMap<>();
        if (head.attributesSize() == 0) {
            return found;
        }
        byte[] bytes = image.bytes(head.attributes(), head.attributesSize());
        int shared = u8(bytes, 4);
        int own = ErofsFormat.ATTRIBUTE_HEADER + shared * Integer.BYTES;
        ErofsImage.require(own <= bytes.length, "inode " + number + " has " + shared + " shared attributes");
        for (int i = 0; i < shared; i++) {
            long id = u32(bytes, ErofsFormat.ATTRIBUTE_HEADER + i * Integer.BYTES);
            long position = image.attributesStart() + id * Integer.BYTES;
            byte[] entry = image.bytes(position, ErofsFormat.ATTRIBUTE_ENTRY);
            add(image.bytes(position, entrySize(entry, 0)), 0, found);
        }
        for (int at = own; at + ErofsFormat.ATTRIBUTE_ENTRY <= bytes.length; ) {
            int size = entrySize(bytes, at);
            ErofsImage.require(at + size <= bytes.length, "inode " + number + " has too long an attribute");
            add(bytes, at, found);
            at = ErofsFormat.align(at + size);
        }
        return found;
    }

    private static int entrySize(byte[] bytes, int at) {
        return ErofsFormat.ATTRIBUTE_ENTRY + u8(bytes, at) + u16(bytes, at + 2);
    }

    private static void add(byte[] bytes, int at, Map<String, byte[]> found) {
        String prefix = ErofsFormat.prefix(u8(bytes, at + 1));
        if (!prefix.isEmpty()) {
            int nameLength = u8(bytes, at);
            int nameAt = at + ErofsFormat.ATTRIBUTE_ENTRY;
            byte[] value = new byte[u16(bytes, at + 2)];
            System.arraycopy(bytes, nameAt + nameLength, value, 0, value.length);
            found.put(prefix + FileNames.decode(bytes, nameAt, nameLength), value);
        }
    }
}
