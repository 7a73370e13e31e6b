package dev.ristretto.kernel.filesystem.ext4.layout;

import dev.ristretto.kernel.filesystem.FileFault;
import org.jspecify.annotations.Nullable;

/**
 * Where the blocks of one file are (section 3.4.2). The root is in the inode, which whoever changes the tree stores
 * afterwards; changes belong to an operation of the journal.
 */
public final class ExtentTree {
    private static final int ROOT_CAPACITY = (InodeFields.MAP_SIZE - ExtentNode.HEADER) / ExtentNode.ENTRY;
    private static final long BLOCKS_OF_A_FILE = 1L << 32;

    private final Metadata metadata;
    private final long inode;
    private final InodeFields fields;
    private final ExtentNodes nodes;

    /** The tree whose root is in {@code fields}. */
    public ExtentTree(Metadata metadata, BlockAllocator allocator, long inode, InodeFields fields) {
        this.metadata = metadata;
        nodes = new ExtentNodes(metadata, allocator, inode, fields);
        this.inode = inode;
        this.fields = fields;
    }

    /** A tree without extents, in the inode of a new file. */
    public static void initialize(byte[] raw) {
        new ExtentNode(raw, InodeFields.MAP, null).initialize(ROOT_CAPACITY, 0);
    }

    /** The blocks from {@code logical} on that are in a row, or the hole there up to the next ones. */
    public Extent find(long logical) throws FileFault {
        ExtentPath path = walk(logical);
        if (path.leafEntry() >= 0) {
            Extent extent = path.leaf().extent(path.leafEntry());
            if (logical < extent.end()) {
                return extent.part(logical, extent.end());
            }
        }
        return Extent.hole(logical, path.next(BLOCKS_OF_A_FILE) - logical);
    }

    /** Adds blocks where the file had none. */
    public void insert(Extent extent) throws FileFault {
        while (true) {
            ExtentPath path = walk(extent.logical());
            if (joins(path, extent)) {
                return;
            }
            ExtentNode leaf = path.leaf();
            int place = path.leafEntry() + 1;
            if (leaf.count() < leaf.capacity()) {
                nodes.change(leaf);
                leaf.open(place);
                leaf.setExtent(place, extent);
                nodes.seal(leaf);
                firstKeyChanged(path, place);
                return;
            }
            makeRoom(path, place == leaf.count());
        }
    }

    /** Contents were written to blocks that had none: a part of one extent that is not written yet. */
    public void markWritten(long logical, long length) throws FileFault {
        ExtentPath path = walk(logical);
        ExtentNode leaf = path.leaf();
        int i = path.leafEntry();
        if (i < 0
                || leaf.extent(i).written()
                || logical + length > leaf.extent(i).end()) {
            throw Metadata.corrupt("extents of inode " + inode + " have changed");
        }
        Extent whole = leaf.extent(i);
        Extent middle = new Extent(logical, whole.physical() + logical - whole.logical(), length, true);
        nodes.change(leaf);
        if (logical > whole.logical()) {
            leaf.setExtent(i, whole.part(whole.logical(), logical));
            nodes.seal(leaf);
            insert(middle);
        } else {
            leaf.setExtent(i, middle);
            if (i > 0 && leaf.extent(i - 1).isContinuedBy(middle)) {
                leaf.setExtent(i - 1, join(leaf.extent(i - 1), middle));
                leaf.close(i);
            }
            nodes.seal(leaf);
        }
        if (middle.end() < whole.end()) {
            insert(whole.part(middle.end(), whole.end()));
        }
    }

    /**
     * Takes out blocks at the end of the last extent, which the caller gives free.
     *
     * @param from the first block of the file that may go
     * @param most how many at most
     * @return what was taken out, or null if there is nothing from there on
     */
    public @Nullable Extent removeLast(long from, long most) throws FileFault {
        ExtentPath path = walk(BLOCKS_OF_A_FILE - 1);
        ExtentNode leaf = path.leaf();
        int last = leaf.count() - 1;
        if (last < 0 || leaf.extent(last).end() <= from) {
            return null;
        }
        Extent extent = leaf.extent(last);
        long start = Math.max(Math.max(from, extent.logical()), extent.end() - most);
        nodes.change(leaf);
        if (start > extent.logical()) {
            leaf.setExtent(last, extent.part(extent.logical(), start));
            nodes.seal(leaf);
        } else {
            leaf.close(last);
            removeEmpty(path);
            pullUp();
        }
        return extent.part(start, extent.end());
    }

    private ExtentPath walk(long logical) throws FileFault {
        ExtentNode node = new ExtentNode(fields.raw(), InodeFields.MAP, null);
        int depth = node.depth();
        if (depth > ExtentNode.DEEPEST) {
            throw Metadata.corrupt("extents of inode " + inode + " are " + depth + " levels deep");
        }
        node.check(metadata, depth, ROOT_CAPACITY, true);
        ExtentPath path = new ExtentPath(depth + 1);
        for (int level = 0; level < depth; level++) {
            int entry = Math.max(node.find(logical), 0);
            path.set(level, node, entry);
            node = nodes.read(node.child(entry), depth - level - 1);
        }
        path.set(depth, node, node.find(logical));
        return path;
    }

    /** Makes the extent a part of its neighbours, if it goes on where they end or begin. */
    private boolean joins(ExtentPath path, Extent extent) {
        ExtentNode leaf = path.leaf();
        int left = path.leafEntry();
        int right = left + 1;
        boolean hasRight = right < leaf.count();
        if (left >= 0 && leaf.extent(left).isContinuedBy(extent)) {
            nodes.change(leaf);
            Extent joined = join(leaf.extent(left), extent);
            if (hasRight && joined.isContinuedBy(leaf.extent(right))) {
                joined = join(joined, leaf.extent(right));
                leaf.close(right);
            }
            leaf.setExtent(left, joined);
        } else if (hasRight && extent.isContinuedBy(leaf.extent(right))) {
            nodes.change(leaf);
            leaf.setExtent(right, join(extent, leaf.extent(right)));
            firstKeyChanged(path, right);
        } else {
            return false;
        }
        nodes.seal(leaf);
        return true;
    }

    private static Extent join(Extent one, Extent next) {
        return new Extent(one.logical(), one.physical(), one.length() + next.length(), one.written());
    }

    /** Tells the nodes above what the leaf begins with, if its entry {@code place} is its first one. */
    private void firstKeyChanged(ExtentPath path, int place) {
        int changed = place;
        for (int level = path.leafLevel(); level > 0 && changed == 0; level--) {
            ExtentNode parent = path.node(level - 1);
            changed = path.entry(level - 1);
            nodes.change(parent);
            parent.setKey(changed, path.node(level).key(0));
            nodes.seal(parent);
        }
    }

    /** Splits the highest full node above a full leaf, or the leaf, or makes the tree deeper. */
    private void makeRoom(ExtentPath path, boolean atEnd) throws FileFault {
        int level = path.leafLevel() - 1;
        while (level >= 0 && path.node(level).count() == path.node(level).capacity()) {
            level--;
        }
        if (level < 0) {
            growRoot();
            return;
        }
        ExtentNode parent = path.node(level);
        ExtentNode node = path.node(level + 1);
        ExtentNode other = nodes.create(node.depth(), goal());
        nodes.change(parent);
        nodes.change(node);
        // Files are mostly written from the beginning to the end: what is full then stays full.
        node.moveTo(other, atEnd ? node.count() - 1 : node.count() / 2);
        int place = path.entry(level) + 1;
        parent.open(place);
        parent.setChild(place, other.key(0), ExtentNodes.number(other));
        nodes.seal(parent);
        nodes.seal(node);
        nodes.seal(other);
    }

    private void growRoot() throws FileFault {
        ExtentNode root = new ExtentNode(fields.raw(), InodeFields.MAP, null);
        if (root.depth() == ExtentNode.DEEPEST) {
            throw new FileFault(FileFault.Reason.NO_SPACE, "inode " + inode + " has too many extents");
        }
        ExtentNode below = nodes.create(root.depth(), goal());
        root.moveTo(below, 0);
        root.initialize(ROOT_CAPACITY, below.depth() + 1);
        root.setCount(1);
        root.setChild(0, below.key(0), ExtentNodes.number(below));
        nodes.seal(below);
    }

    /** Gives free the nodes that have become empty, from the leaf upwards. */
    private void removeEmpty(ExtentPath path) throws FileFault {
        int level = path.leafLevel();
        for (; level > 0 && path.node(level).count() == 0; level--) {
            nodes.release(path.node(level));
            nodes.change(path.node(level - 1));
            path.node(level - 1).close(path.entry(level - 1));
        }
        ExtentNode left = path.node(level);
        if (level == 0 && left.count() == 0) {
            left.initialize(ROOT_CAPACITY, 0);
        }
        nodes.seal(left);
    }

    /** Makes the tree less deep as long as the root leads to one node only, whose entries it has room for. */
    private void pullUp() throws FileFault {
        ExtentNode root = new ExtentNode(fields.raw(), InodeFields.MAP, null);
        while (root.depth() > 0 && root.count() == 1) {
            ExtentNode below = nodes.read(root.child(0), root.depth() - 1);
            if (below.count() > ROOT_CAPACITY) {
                return;
            }
            root.initialize(ROOT_CAPACITY, below.depth());
            nodes.change(below);
            below.moveTo(root, 0);
            nodes.release(below);
        }
    }

    /** Next to what the tree has already. */
    private long goal() throws FileFault {
        ExtentPath path = walk(BLOCKS_OF_A_FILE - 1);
        int last = path.leaf().count() - 1;
        return last < 0 ? 0 : path.leaf().extent(last).physical();
    }
}
