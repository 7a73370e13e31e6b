package dev.ristretto.kernel.filesystem.ext4;

import static dev.ristretto.kernel.filesystem.block.LittleEndian.u16;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.u32;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileNames;
import dev.ristretto.kernel.filesystem.block.CachedBlock;
import dev.ristretto.kernel.filesystem.ext4.layout.Ext4Superblock;
import dev.ristretto.kernel.filesystem.ext4.layout.Features;
import dev.ristretto.kernel.filesystem.ext4.layout.InodeFields;
import dev.ristretto.kernel.filesystem.ext4.layout.Metadata;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names in one directory, whether or not they have an index. */
final class DirectoryEntries {
    private static final byte[] PARENT = {'.', '.'};
    private static final int TYPE_DIRECTORY = 2;

    private final Ext4Inode directory;
    private final DirectoryBlocks blocks;
    private final DirectoryIndex index;
    private final Ext4Superblock superblock;

    DirectoryEntries(Ext4Parts parts, Ext4Inode directory) {
        this.directory = directory;
        blocks = new DirectoryBlocks(parts, directory);
        index = new DirectoryIndex(blocks, directory.number());
        superblock = parts.metadata().superblock();
    }

    /** What is done with each name. */
    @FunctionalInterface
    private interface Visitor {
        /** Whether to go on. */
        boolean visit(byte[] bytes, int nameAt, int nameLength, long inode);
    }

    /** All names but those of the directory itself and of its parent. */
    List<String> names() throws FileFault {
        List<String> names = new ArrayList<>();
        forEach((bytes, nameAt, nameLength, inode) -> {
            names.add(FileNames.decode(bytes, nameAt, nameLength));
            return true;
        });
        return names;
    }

    boolean isEmpty() throws FileFault {
        boolean[] empty = {true};
        forEach((bytes, nameAt, nameLength, inode) -> {
            empty[0] = false;
            return false;
        });
        return empty[0];
    }

    /** The name of an inode, or null if it has none here. */
    @Nullable
    String nameOf(long wanted) throws FileFault {
        List<String> found = new ArrayList<>();
        forEach((bytes, nameAt, nameLength, inode) -> {
            if (inode == wanted) {
                found.add(FileNames.decode(bytes, nameAt, nameLength));
            }
            return found.isEmpty();
        });
        return found.isEmpty() ? null : found.getFirst();
    }

    /** The inode of that name; 0 if there is none. */
    long find(byte[] name) throws FileFault {
        DirectoryIndex.Place place = place(name);
        return place == null ? 0 : blocks.entries(place.block()).inode(place.at());
    }

    /** The directory that this one is in. */
    long parent() throws FileFault {
        // Also where there is an index, the first block begins like any other.
        byte[] bytes = blocks.raw(0).bytes();
        DirectoryBlock first = new DirectoryBlock(bytes, 2 * DirectoryBlock.needed(1));
        int second = DirectoryBlock.needed(1);
        boolean right = u16(bytes, 4) == second
                && bytes[second + 6] == PARENT.length
                && bytes[second + DirectoryBlock.HEADER] == '.'
                && bytes[second + DirectoryBlock.HEADER + 1] == '.';
        if (!right) {
            throw Metadata.corrupt("directory " + directory.number() + " has no parent");
        }
        return first.inode(second);
    }

    /** Makes a new directory's first block. */
    void begin(long parent) throws FileFault {
        CachedBlock block = blocks.append(Metadata.ENTRIES);
        blocks.entries(block).begin(directory.number(), parent, type(InodeFields.DIRECTORY));
        blocks.seal(block);
    }

    /** Adds a name that is not there yet; the directory's inode changes with it. */
    void add(byte[] name, Ext4Inode inode) throws FileFault {
        int type = type(inode.fields().mode());
        if (indexed()) {
            index.add(name, inode.number(), type);
            return;
        }
        for (long i = 0; i < blocks.count(); i++) {
            CachedBlock block = blocks.leaf(i);
            if (blocks.entries(block).hasRoom(name.length)) {
                insert(block, name, inode.number(), type);
                return;
            }
        }
        if (blocks.count() == 1 && superblock.hasCompatible(Features.DIR_INDEX)) {
            index.create();
            directory.edit().setFlags(directory.fields().flags() | InodeFields.INDEXED);
            index.add(name, inode.number(), type);
            return;
        }
        CachedBlock block = blocks.append(Metadata.ENTRIES);
        blocks.entries(block).clear();
        insert(block, name, inode.number(), type);
    }

    /** Takes a name out. */
    void remove(byte[] name) throws FileFault {
        DirectoryIndex.Place place = existing(name);
        blocks.change(place.block()).remove(place.at());
        blocks.seal(place.block());
    }

    /** Makes a name stand for another inode. */
    void replace(byte[] name, Ext4Inode inode) throws FileFault {
        DirectoryIndex.Place place = existing(name);
        int type = type(inode.fields().mode());
        blocks.change(place.block()).set(place.at(), inode.number(), type);
        blocks.seal(place.block());
    }

    /** The directory has come into another one. */
    void setParent(long parent) throws FileFault {
        int type = type(InodeFields.DIRECTORY);
        if (indexed()) {
            index.setParent(parent, type);
            return;
        }
        CachedBlock block = blocks.leaf(0);
        int at = blocks.entries(block).find(PARENT);
        if (at < 0) {
            throw Metadata.corrupt("directory " + directory.number() + " has no parent");
        }
        blocks.change(block).set(at, parent, type);
        blocks.seal(block);
    }

    private void insert(CachedBlock block, byte[] name, long inode, int type) {
        boolean unused = blocks.change(block).insert(name, inode, type);
        blocks.seal(block);
    }

    private DirectoryIndex.Place existing(byte[] name) throws FileFault {
        DirectoryIndex.Place place = place(name);
        if (place == null) {
            throw Metadata.corrupt("directory " + directory.number() + " has lost a name");
        }
        return place;
    }

    private DirectoryIndex.@Nullable Place place(byte[] name) throws FileFault {
        if (indexed()) {
            return index.find(name);
        }
        for (long i = 0; i < blocks.count(); i++) {
            CachedBlock block = blocks.leaf(i);
            int at = blocks.entries(block).find(name);
            if (at >= 0) {
                return new DirectoryIndex.Place(block, at);
            }
        }
        return null;
    }

    private void forEach(Visitor visitor) throws FileFault {
        boolean[] goesOn = {true};
        for (long i = 0; i < blocks.count() && goesOn[0]; i++) {
            if (indexed() && isIndex(i)) {
                continue;
            }
            CachedBlock block = blocks.leaf(i);
            DirectoryBlock entries = blocks.entries(block);
            byte[] bytes = block.bytes();
            entries.forEach((at, nameAt, length) -> {
                boolean itself = length <= 2 && bytes[nameAt] == '.' && bytes[nameAt + length - 1] == '.';
                if (!itself && goesOn[0]) {
                    goesOn[0] = visitor.visit(bytes, nameAt, length, entries.inode(at));
                }
            });
        }
    }

    /**
     * Blocks of the index look as if they were one empty entry; the first has only the two entries of each directory.
     */
    private boolean isIndex(long i) throws FileFault {
        byte[] bytes = blocks.raw(i).bytes();
        return i == 0 || u32(bytes, 0) == 0 && u16(bytes, 4) == bytes.length;
    }

    private boolean indexed() {
        return directory.fields().has(InodeFields.INDEXED) && superblock.hasCompatible(Features.DIR_INDEX);
    }

    /** The kind of file as entries have it (section 4.2.1); 0 if they do not. */
    private int type(int mode) {
        if (!superblock.hasIncompatible(Features.FILETYPE)) {
            return 0;
        }
        return switch (mode & InodeFields.KIND) {
            case InodeFields.REGULAR -> 1;
            case InodeFields.DIRECTORY -> TYPE_DIRECTORY;
            case InodeFields.CHARACTER_DEVICE -> 3;
            case InodeFields.BLOCK_DEVICE -> 4;
            case InodeFields.PIPE -> 5;
            case InodeFields.SOCKET -> 6;
            default -> 7;
        };
    }
}
