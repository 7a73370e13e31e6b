package dev.ristretto.kernel.filesystem.ext4.layout;

import static dev.ristretto.kernel.filesystem.block.LittleEndian.i32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put32;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.block.CachedBlock;

/** The blocks that nodes of one file's tree of extents are in, and their checksums (section 3.4.2). */
final class ExtentNodes {
    private final Metadata metadata;
    private final BlockAllocator allocator;
    private final long inode;
    private final InodeFields fields;

    ExtentNodes(Metadata metadata, BlockAllocator allocator, long inode, InodeFields fields) {
        this.metadata = metadata;
        this.allocator = allocator;
        this.inode = inode;
        this.fields = fields;
    }

    /** The node in a block, checked. */
    ExtentNode read(long number, int depth) throws FileFault {
        CachedBlock block = metadata.read(number);
        ExtentNode node = new ExtentNode(block.bytes(), 0, block);
        if (block.purpose() != Metadata.EXTENTS + inode) {
            node.check(metadata, depth, room(), false);
            if (metadata.hasChecksums() && checksum(node) != i32(block.bytes(), checksumPlace(node))) {
                throw Metadata.corrupt("extents of inode " + inode + " in block " + number + " have a wrong checksum");
            }
            block.setPurpose(Metadata.EXTENTS + inode);
        } else if (node.depth() != depth) {
            throw Metadata.corrupt("extents of inode " + inode + " go in a circle");
        }
        return node;
    }

    /** A new node without entries, in a block near {@code goal}. */
    ExtentNode create(int depth, long goal) throws FileFault {
        long number = allocator.allocateOne(goal);
        CachedBlock block = metadata.journal().create(number);
        block.setPurpose(Metadata.EXTENTS + inode);
        ExtentNode node = new ExtentNode(block.bytes(), 0, block);
        node.initialize(room(), depth);
        addBlocks(1);
        return node;
    }

    /** Gives the block of a node free. */
    void release(ExtentNode node) throws FileFault {
        allocator.free(number(node), 1, true);
        addBlocks(-1);
    }

    private void addBlocks(int difference) {
        int size = metadata.blockSize();
        boolean mayBeHuge = metadata.superblock().hasReadOnly(Features.HUGE_FILE);
        fields.setBlocks(Math.max(fields.blocks(size) + difference, 0), size, mayBeHuge);
    }

    /** A node is about to be changed; {@link #seal} has to follow. */
    void change(ExtentNode node) {
        CachedBlock block = node.block();
        if (block != null) {
            byte[] unused = metadata.journal().change(block, Metadata.EXTENTS + inode);
        }
    }

    void seal(ExtentNode node) {
        if (node.block() != null && metadata.hasChecksums()) {
            put32(node.bytes(), checksumPlace(node), checksum(node));
        }
    }

    private int checksum(ExtentNode node) {
        return metadata.checksum(inode, fields.generation())
                .bytes(node.bytes(), 0, checksumPlace(node))
                .value();
    }

    private static int checksumPlace(ExtentNode node) {
        return ExtentNode.HEADER + node.capacity() * ExtentNode.ENTRY;
    }

    /** The block that a node is in. */
    static long number(ExtentNode node) {
        CachedBlock block = node.block();
        return block == null ? 0 : block.number();
    }

    private int room() {
        return (metadata.blockSize() - ExtentNode.HEADER) / ExtentNode.ENTRY;
    }
}
