package dev.ristretto.kernel.filesystem.ext4;

import dev.ristretto.kernel.filesystem.ext4.layout.BlockAllocator;
import dev.ristretto.kernel.filesystem.ext4.layout.BlockGroups;
import dev.ristretto.kernel.filesystem.ext4.layout.ExtentTree;
import dev.ristretto.kernel.filesystem.ext4.layout.InodeAllocator;
import dev.ristretto.kernel.filesystem.ext4.layout.InodeTable;
import dev.ristretto.kernel.filesystem.ext4.layout.Metadata;

/** What a mounted volume consists of. All of it is guarded by {@link Operations}. */
final class Ext4Parts {
    private final Metadata metadata;
    private final Operations operations;
    private final BlockAllocator blocks;
    private final InodeTable table;
    private final InodeAllocator allocator;
    private final Ext4Inodes inodes;
    private final OrphanList orphans;

    Ext4Parts(Metadata metadata, Operations operations) {
        this.metadata = metadata;
        this.operations = operations;
        BlockGroups groups = new BlockGroups(metadata);
        blocks = new BlockAllocator(metadata, groups);
        table = new InodeTable(metadata, groups);
        allocator = new InodeAllocator(metadata, groups);
        inodes = new Ext4Inodes(this);
        orphans = new OrphanList(this);
    }

    Metadata metadata() {
        return metadata;
    }

    Operations operations() {
        return operations;
    }

    BlockAllocator blocks() {
        return blocks;
    }

    InodeTable table() {
        return table;
    }

    InodeAllocator allocator() {
        return allocator;
    }

    Ext4Inodes inodes() {
        return inodes;
    }

    OrphanList orphans() {
        return orphans;
    }

    ExtentTree tree(Ext4Inode inode) {
        return new ExtentTree(metadata, blocks, inode.number(), inode.fields());
    }
}
