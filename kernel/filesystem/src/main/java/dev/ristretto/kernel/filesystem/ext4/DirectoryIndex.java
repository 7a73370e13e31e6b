package dev.ristretto.kernel.filesystem.ext4;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.block.CachedBlock;
import dev.ristretto.kernel.filesystem.ext4.layout.Features;
import dev.ristretto.kernel.filesystem.ext4.layout.Metadata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The index of a large directory by hashes of its names (section 4.2.2): a tree whose leaves are blocks of entries. */
final class DirectoryIndex {
    private static final int DEEPEST = 1;
    private static final int DEEPEST_LARGE = 2;

    private final DirectoryBlocks blocks;
    private final Metadata metadata;
    private final long purpose;

    DirectoryIndex(DirectoryBlocks blocks, long directory) {
        this.blocks = blocks;
        metadata = blocks.metadata();
        purpose = Metadata.INDEX + directory;
    }

    /** A name that is in some block: where. */
    record Place(CachedBlock block, int at) {}

    /** An entry on its way from one block to another. */
    private record Moving(long hash, byte[] name, long inode, int type) {}

    private static final class Path {
        private final IndexNode[] nodes;
        private final int[] entries;

        Path(int levels) {
            nodes = new IndexNode[levels];
            entries = new int[levels];
        }

        long leaf() {
            return nodes[nodes.length - 1].child(entries[nodes.length - 1]);
        }
    }

    @Nullable
    Place find(byte[] name) throws FileFault {
        long hash = hash(root()).of(name);
        Path path = walk(hash);
        do {
            CachedBlock leaf = blocks.leaf(path.leaf());
            int at = blocks.entries(leaf).find(name);
            if (at >= 0) {
                return new Place(leaf, at);
            }
        } while (advance(path, hash));
        return null;
    }

    void add(byte[] name, long inode, int type) throws FileFault {
        DirectoryHash function = hash(root());
        long hash = function.of(name);
        while (true) {
            Path path = walk(hash);
            CachedBlock leaf = blocks.leaf(path.leaf());
            if (blocks.entries(leaf).hasRoom(name.length)) {
                boolean unused = blocks.change(leaf).insert(name, inode, type);
                blocks.seal(leaf);
                return;
            }
            int last = path.nodes.length - 1;
            if (path.nodes[last].count() == path.nodes[last].limit()) {
                makeRoom(path);
            } else {
                splitLeaf(path, leaf, function);
            }
        }
    }

    /** Makes an index for a directory that has one block only, which is full. */
    void create() throws FileFault {
        CachedBlock first = blocks.leaf(0);
        DirectoryBlock entries = blocks.entries(first);
        int second = DirectoryBlock.needed(1);
        if (entries.find(new byte[] {'.'}) != 0 || entries.find(new byte[] {'.', '.'}) != second) {
            throw Metadata.corrupt("a directory does not begin with itself and its parent");
        }
        List<Moving> moving = new ArrayList<>();
        entries.forEach((at, nameAt, nameLength) -> {
            // The first two stay where they are.
            if (at > second) {
                moving.add(moving(first, entries, at, nameAt, nameLength, null));
            }
        });
        long self = entries.inode(0);
        long parent = entries.inode(second);
        int type = entries.type(0);
        CachedBlock leaf = blocks.append(Metadata.ENTRIES);
        fill(leaf, moving);
        byte[] bytes = metadata.journal().change(first, purpose);
        Arrays.fill(bytes, (byte) 0);
        new DirectoryBlock(bytes, blocks.end()).begin(self, parent, type);
        IndexNode root = new IndexNode(blocks, first, IndexNode.ROOT_BASE);
        root.beginRoot(metadata.superblock().hashVersion());
        root.setCount(1);
        root.setChild(0, 1);
        root.seal();
    }

    /** Makes ".." mean another directory. */
    void setParent(long parent, int type) throws FileFault {
        IndexNode root = root();
        byte[] bytes = metadata.journal().change(root.block(), purpose);
        new DirectoryBlock(bytes, blocks.end()).set(DirectoryBlock.needed(1), parent, type);
        root.seal();
    }

    IndexNode root() throws FileFault {
        IndexNode root = new IndexNode(blocks, blocks.raw(0), IndexNode.ROOT_BASE);
        root.check(purpose);
        return root;
    }

    private DirectoryHash hash(IndexNode root) throws FileFault {
        return DirectoryHash.of(root.version(), metadata.superblock());
    }

    private int deepest() {
        return metadata.superblock().hasIncompatible(Features.LARGEDIR) ? DEEPEST_LARGE : DEEPEST;
    }

    private Path walk(long hash) throws FileFault {
        IndexNode node = root();
        int levels = node.levels();
        if (levels > deepest()) {
            throw Metadata.corrupt("the index of a directory is " + levels + " levels deep");
        }
        Path path = new Path(levels + 1);
        for (int level = 0; ; level++) {
            path.nodes[level] = node;
            path.entries[level] = node.find(hash);
            if (level == levels) {
                return path;
            }
            node = node(node.child(path.entries[level]));
        }
    }

    private IndexNode node(long index) throws FileFault {
        if (index == 0) {
            throw Metadata.corrupt("the index of a directory goes in a circle");
        }
        IndexNode node = new IndexNode(blocks, blocks.raw(index), IndexNode.NODE_BASE);
        node.check(purpose);
        return node;
    }

    /** Goes to the next leaf if names with the same hash go on there. */
    private boolean advance(Path path, long hash) throws FileFault {
        int level = path.nodes.length - 1;
        while (level >= 0 && path.entries[level] + 1 >= path.nodes[level].count()) {
            level--;
        }
        if (level < 0) {
            return false;
        }
        int next = ++path.entries[level];
        if ((path.nodes[level].hash(next) & ~1L) != hash) {
            return false;
        }
        for (int below = level + 1; below < path.nodes.length; below++) {
            path.nodes[below] = node(path.nodes[below - 1].child(path.entries[below - 1]));
            path.entries[below] = 0;
        }
        return true;
    }

    /** Moves the upper half of a leaf's names to a new one. */
    private void splitLeaf(Path path, CachedBlock leaf, DirectoryHash function) throws FileFault {
        DirectoryBlock entries = blocks.entries(leaf);
        List<Moving> all = new ArrayList<>();
        entries.forEach((at, nameAt, nameLength) -> all.add(moving(leaf, entries, at, nameAt, nameLength, function)));
        if (all.size() < 2) {
            throw Metadata.corrupt("a block of a directory is full of nothing");
        }
        all.sort(Comparator.comparingLong(Moving::hash));
        int half = 0;
        for (int size = 0; half < all.size() - 1 && size < blocks.end() / 2; half++) {
            size += DirectoryBlock.needed(all.get(half).name().length);
        }
        long index = blocks.count();
        CachedBlock upper = blocks.append(Metadata.ENTRIES);
        fill(upper, all.subList(half, all.size()));
        DirectoryBlock unused = blocks.change(leaf);
        fill(leaf, all.subList(0, half));
        long hash = all.get(half).hash();
        boolean goesOn = all.get(half - 1).hash() == hash;
        int last = path.nodes.length - 1;
        change(path.nodes[last]);
        path.nodes[last].insert(path.entries[last], goesOn ? hash | 1 : hash, index);
        path.nodes[last].seal();
    }

    private static Moving moving(
            CachedBlock block,
            DirectoryBlock entries,
            int at,
            int nameAt,
            int length,
            @Nullable DirectoryHash function) {
        byte[] name = Arrays.copyOfRange(block.bytes(), nameAt, nameAt + length);
        return new Moving(function == null ? 0 : function.of(name), name, entries.inode(at), entries.type(at));
    }

    private void fill(CachedBlock block, List<Moving> moving) throws FileFault {
        DirectoryBlock entries = blocks.entries(block);
        entries.clear();
        for (Moving entry : moving) {
            if (!entries.insert(entry.name(), entry.inode(), entry.type())) {
                throw Metadata.corrupt("the names of a directory's block do not fit into it");
            }
        }
        blocks.seal(block);
    }

    /** Splits the highest full node above a full last one, or makes the index deeper. */
    private void makeRoom(Path path) throws FileFault {
        int level = path.nodes.length - 2;
        while (level >= 0 && path.nodes[level].count() == path.nodes[level].limit()) {
            level--;
        }
        long index = blocks.count();
        if (level < 0) {
            IndexNode root = path.nodes[0];
            if (root.levels() == deepest()) {
                throw new FileFault(FileFault.Reason.NO_SPACE, "the index of a directory is full");
            }
            IndexNode below = newNode();
            change(root);
            root.moveTo(below, 0);
            below.seal();
            root.setLevels(root.levels() + 1);
            root.setCount(1);
            root.setChild(0, index);
            root.seal();
            return;
        }
        IndexNode full = path.nodes[level + 1];
        int half = full.count() / 2;
        long hash = full.hash(half);
        IndexNode other = newNode();
        change(full);
        full.moveTo(other, half);
        full.seal();
        other.seal();
        change(path.nodes[level]);
        path.nodes[level].insert(path.entries[level], hash, index);
        path.nodes[level].seal();
    }

    private IndexNode newNode() throws FileFault {
        IndexNode node = new IndexNode(blocks, blocks.append(Metadata.INDEX), IndexNode.NODE_BASE);
        node.beginNode();
        return node;
    }

    private void change(IndexNode node) {
        byte[] unused = metadata.journal().change(node.block(), purpose);
    }
}
