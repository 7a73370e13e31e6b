package dev.ristretto.kernel.filesystem.ext4;

import dev.ristretto.kernel.filesystem.Clock;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.block.BlockCache;
import dev.ristretto.kernel.filesystem.block.BlockDevice;
import dev.ristretto.kernel.filesystem.block.BlockFault;
import dev.ristretto.kernel.filesystem.block.CachedBlock;
import dev.ristretto.kernel.filesystem.ext4.layout.Ext4Superblock;
import dev.ristretto.kernel.filesystem.ext4.layout.Extent;
import dev.ristretto.kernel.filesystem.ext4.layout.Features;
import dev.ristretto.kernel.filesystem.ext4.layout.Metadata;
import dev.ristretto.kernel.filesystem.journal.Journal;
import dev.ristretto.kernel.filesystem.journal.JournalArea;
import dev.ristretto.kernel.filesystem.journal.JournalLog;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps from a device to a volume that can be used, and back. */
final class Ext4Mount {
    private static final int MOST_RUNS = 1 << 16;
    private static final int SMALLEST_CACHE = 64;

    private final BlockDevice device;
    private final Clock clock;
    private final boolean readOnly;
    private final int cacheBytes;

    Ext4Mount(BlockDevice device, Clock clock, boolean readOnly, int cacheBytes) {
        this.device = device;
        this.clock = clock;
        this.readOnly = readOnly;
        this.cacheBytes = cacheBytes;
    }

    /** Mounts; the journal is replayed and what was begun with orphans is finished. */
    Ext4Parts run() throws FileFault {
        try {
            Metadata unlogged = metadata(null);
            JournalArea area = journal(unlogged);
            if (area != null && replay(area, unlogged.superblock())) {
                // What was read before the replay may have changed.
                unlogged = metadata(null);
            }
            String whyReadOnly = whyReadOnly(unlogged.superblock());
            if (whyReadOnly != null) {
                return new Ext4Parts(unlogged, new Operations(unlogged, clock, whyReadOnly));
            }
            Ext4Superblock superblock = unlogged.superblock();
            boolean wide = superblock.hasIncompatible(Features.WIDE);
            JournalLog log = area == null ? null : JournalLog.open(area, wide, superblock.hasChecksums());
            Metadata metadata = metadata(log);
            markMounted(metadata, true);
            Ext4Parts parts = new Ext4Parts(metadata, new Operations(metadata, clock, null));
            parts.orphans().recover();
            return parts;
        } catch (BlockFault e) {
            throw Metadata.io(e);
        } catch (IndexOutOfBoundsException e) {
            throw new FileFault(FileFault.Reason.CORRUPT, "blocks are used twice", e);
        }
    }

    /** Unmounts: everything is in its place and the journal is empty. */
    static void close(Ext4Parts parts) throws FileFault {
        Operations operations = parts.operations();
        operations.close(() -> {
            try {
                parts.metadata().journal().close(operations.now());
                parts.metadata().superblock().setWritten(operations.nowSeconds());
                markMounted(parts.metadata(), false);
            } catch (BlockFault e) {
                throw Metadata.io(e);
            }
        });
    }

    private Metadata metadata(@Nullable JournalLog log) throws BlockFault, FileFault {
        byte[] copy = new byte[Ext4Superblock.SIZE];
        if (device.size() < Ext4Superblock.POSITION + Ext4Superblock.SIZE) {
            throw Metadata.corrupt("superblock: a device of " + device.size() + " bytes");
        }
        device.read(Ext4Superblock.POSITION, ByteBuffer.wrap(copy));
        Ext4Superblock found = new Ext4Superblock(copy, 0);
        found.check(device.size());
        int blockSize = found.blockSize();
        BlockCache cache = new BlockCache(device, blockSize, Math.max(cacheBytes / blockSize, SMALLEST_CACHE));
        CachedBlock block = cache.read(Ext4Superblock.POSITION / blockSize);
        cache.hold(block);
        Ext4Superblock superblock = new Ext4Superblock(block.bytes(), Ext4Superblock.POSITION % blockSize);
        superblock.check(device.size());
        return new Metadata(cache, new Journal(cache, log), block, superblock);
    }

    /** Where the journal is; null if there is none. */
    private @Nullable JournalArea journal(Metadata metadata) throws FileFault {
        Ext4Superblock superblock = metadata.superblock();
        if (!superblock.hasCompatible(Features.HAS_JOURNAL)) {
            return null;
        }
        if (superblock.journalInode() == 0) {
            throw new FileFault(FileFault.Reason.UNSUPPORTED, "a journal on another device");
        }
        Ext4Parts parts = new Ext4Parts(metadata, new Operations(metadata, clock, "not mounted yet"));
        Ext4Inode inode = parts.inodes().getOrphan(superblock.journalInode());
        long blocks = inode.fields().size() / metadata.blockSize();
        if (!(inode instanceof Ext4File) || blocks > superblock.blocks()) {
            throw Metadata.corrupt("inode " + superblock.journalInode() + " is no journal");
        }
        List<JournalArea.Run> runs = new ArrayList<>();
        for (long at = 0; at < blocks; ) {
            Extent extent = inode.map(at);
            if (extent.isHole() || runs.size() == MOST_RUNS) {
                throw Metadata.corrupt("the journal has a hole, or too many parts");
            }
            long length = Math.min(extent.length(), blocks - at);
            runs.add(new JournalArea.Run(extent.physical(), length));
            at += length;
        }
        return new JournalArea(device, metadata.blockSize(), runs);
    }

    /** Whether something had to be replayed, which was done. */
    private boolean replay(JournalArea area, Ext4Superblock superblock) throws BlockFault, FileFault {
        if (!superblock.hasIncompatible(Features.RECOVER) || !JournalLog.needsReplay(area)) {
            return false;
        }
        if (device.readOnly()) {
            throw new FileFault(
                    FileFault.Reason.READ_ONLY, "the journal has to be replayed, but the device is read-only");
        }
        JournalLog.replay(area, superblock.blocks());
        return true;
    }

    private @Nullable String whyReadOnly(Ext4Superblock superblock) {
        if (readOnly || device.readOnly()) {
            return readOnly ? "mounted read-only" : "the device is read-only";
        }
        if (!superblock.hasCompatible(Features.HAS_JOURNAL) && (superblock.state() & Ext4Superblock.VALID) == 0) {
            return "without a journal, and not unmounted: it has to be checked";
        }
        return Features.whyReadOnly(superblock.incompatible(), superblock.readOnlyCompatible());
    }

    /** Writes to the superblock that the next mount has to replay the journal, or that it need not. */
    private static void markMounted(Metadata metadata, boolean mounted) throws BlockFault {
        Ext4Superblock superblock = metadata.superblock();
        if (superblock.hasCompatible(Features.HAS_JOURNAL)) {
            superblock.setNeedsRecovery(mounted);
        } else {
            int others = superblock.state() & ~Ext4Superblock.VALID;
            superblock.setState(mounted ? others : others | Ext4Superblock.VALID);
        }
        superblock.seal();
        metadata.writeSuperblock();
    }
}
