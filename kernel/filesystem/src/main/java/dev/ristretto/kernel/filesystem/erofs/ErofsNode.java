package dev.ristretto.kernel.filesystem.erofs;

import static dev.ristretto.kernel.filesystem.block.LittleEndian.put16;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put64;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put8;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileKind;
import dev.ristretto.kernel.filesystem.FileNames;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.SpecialFile;
import dev.ristretto.kernel.filesystem.SymbolicLink;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** A file on its way into an image: what it is, what is in it if it is a directory, and where it comes to be. */
final class ErofsNode {
    private static final long NOWHERE = 0xFFFF_FFFFL;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Inode inode;
    private final int sequence;
    private final byte[] attributes;
    private final List<Entry> entries = new ArrayList<>();
    private int links;
    private long size;
    private boolean inline;
    private long position;
    private long firstBlock = NOWHERE;

    /** A name in a directory, as bytes. */
    record Entry(byte[] name, ErofsNode node) {}

    /** What is to become inode {@code sequence}, counted from 1. */
    ErofsNode(Inode inode, int sequence) throws FileFault {
        this.inode = inode;
        this.sequence = sequence;
        attributes = attributes(inode);
        size = switch (inode.kind()) {
            case REGULAR -> inode.size();
            case SYMBOLIC_LINK -> target().length;
            default -> 0;
        };
    }

    Inode inode() {
        return inode;
    }

    List<Entry> entries() {
        return entries;
    }

    /** One more name leads here. */
    void addLink() {
        links++;
    }

    /** The target of a symbolic link. */
    byte[] target() throws FileFault {
        return FileNames.encode(((SymbolicLink) inode).target());
    }

    long size() {
        return size;
    }

    long firstBlock() {
        return firstBlock;
    }

    long position() {
        return position;
    }

    /** Bytes of the inode itself and its attributes. */
    int headSize() {
        return ErofsFormat.EXTENDED_INODE + attributes.length;
    }

    /** Bytes of the contents that follow the inode. */
    int tailSize(int blockSize) {
        return inline ? (int) (size % blockSize) : 0;
    }

    /** How many blocks of their own the contents have. */
    long blocks(int blockSize) {
        return inline ? size / blockSize : (size + blockSize - 1) / blockSize;
    }

    /** Sorts a directory's names, which are complete, so that its size is known. */
    void complete(int blockSize) {
        entries.sort((one, other) -> Arrays.compareUnsigned(one.name(), other.name()));
        size = contents(blockSize).length;
    }

    /** Decides where the inode is: at or behind {@code from}. */
    void place(long from, int blockSize) throws FileFault {
        int tail = (int) (size % blockSize);
        int head = headSize();
        if (head > blockSize) {
            throw new FileFault(FileFault.Reason.UNSUPPORTED, "inode " + inode.number() + " has too many attributes");
        }
        inline = tail > 0 && head + tail <= blockSize;
        long end = from + head + (inline ? tail : 0) - 1;
        boolean fits = from / blockSize == end / blockSize;
        position = fits ? from : (from / blockSize + 1) * blockSize;
    }

    void placeContents(long block) {
        firstBlock = block;
    }

    /** The inode and its attributes. */
    void write(byte[] block, int at) {
        int layout = inline ? ErofsFormat.INLINE : ErofsFormat.PLAIN;
        put16(block, at, layout << 1 | 1);
        int count = attributes.length == 0
                ? 0
                : (attributes.length - ErofsFormat.ATTRIBUTE_HEADER) / ErofsFormat.ATTRIBUTE_ENTRY + 1;
        put16(block, at + 2, count);
        put16(block, at + 4, mode());
        put64(block, at + 8, size);
        put32(block, at + 16, inode instanceof SpecialFile special ? special.device() : firstBlock);
        put32(block, at + 20, sequence);
        put32(block, at + 24, inode.user());
        put32(block, at + 28, inode.group());
        put64(block, at + 32, Math.floorDiv(inode.modified(), NANOS_PER_SECOND));
        put32(block, at + 40, Math.floorMod(inode.modified(), NANOS_PER_SECOND));
        put32(block, at + 44, links);
        System.arraycopy(attributes, 0, block, at + ErofsFormat.EXTENDED_INODE, attributes.length);
    }

    /** A directory's contents: pages of entries and their names; only the last page is not filled up. */
    byte[] contents(int blockSize) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int from = 0; from < entries.size(); ) {
            int to = from;
            int used = 0;
            while (to < entries.size() && used + needed(to) <= blockSize) {
                used += needed(to++);
            }
            byte[] page = new byte[to < entries.size() ? blockSize : used];
            int nameAt = (to - from) * ErofsFormat.DIRECTORY_ENTRY;
            for (int i = from; i < to; i++) {
                Entry entry = entries.get(i);
                int at = (i - from) * ErofsFormat.DIRECTORY_ENTRY;
                put64(page, at, entry.node().position / ErofsFormat.SLOT);
                put16(page, at + 8, nameAt);
                put8(page, at + 10, ErofsFormat.entryType(entry.node().mode()));
                System.arraycopy(entry.name(), 0, page, nameAt, entry.name().length);
                nameAt += entry.name().length;
            }
            all.write(page, 0, page.length);
            from = to;
        }
        return all.toByteArray();
    }

    private int needed(int i) {
        return ErofsFormat.DIRECTORY_ENTRY + entries.get(i).name().length;
    }

    private int mode() {
        return inode.permissions() | kind(inode.kind());
    }

    private static int kind(FileKind kind) {
        return switch (kind) {
            case DIRECTORY -> ErofsFormat.DIRECTORY;
            case REGULAR -> ErofsFormat.REGULAR;
            case SYMBOLIC_LINK -> ErofsFormat.SYMBOLIC_LINK;
            case DEVICE -> ErofsFormat.CHARACTER_DEVICE;
            case BLOCK_DEVICE -> ErofsFormat.BLOCK_DEVICE;
            case PIPE -> ErofsFormat.PIPE;
            case SOCKET -> ErofsFormat.SOCKET;
        };
    }

    private static byte[] attributes(Inode inode) throws FileFault {
        List<String> names = new ArrayList<>(inode.attributes());
        names.removeIf(name -> ErofsFormat.prefixOf(name) == 0);
        if (names.isEmpty()) {
            return new byte[0];
        }
        names.sort(null);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(new byte[ErofsFormat.ATTRIBUTE_HEADER]);
        for (String name : names) {
            int prefix = ErofsFormat.prefixOf(name);
            byte[] rest =
                    FileNames.encode(name.substring(ErofsFormat.prefix(prefix).length()));
            byte[] value = Objects.requireNonNull(inode.attribute(name));
            int size = ErofsFormat.ATTRIBUTE_ENTRY + rest.length + value.length;
            byte[] entry = new byte[ErofsFormat.align(size)];
            put8(entry, 0, rest.length);
            put8(entry, 1, prefix);
            put16(entry, 2, value.length);
            System.arraycopy(rest, 0, entry, ErofsFormat.ATTRIBUTE_ENTRY, rest.length);
            System.arraycopy(value, 0, entry, ErofsFormat.ATTRIBUTE_ENTRY + rest.length, value.length);
            all.writeBytes(entry);
        }
        return all.toByteArray();
    }
}
