package dev.ristretto.run.volume;

import dev.ristretto.kernel.filesystem.Clock;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.block.ChannelBlockDevice;
import dev.ristretto.kernel.filesystem.ext4.Ext4Formatter;
import dev.ristretto.kernel.filesystem.ext4.Ext4Volume;
import dev.ristretto.kernel.filesystem.ext4.layout.Ext4Superblock;
import dev.ristretto.kernel.filesystem.ext4.layout.Features;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The ext4 file system on a disk that this process has locked. */
final class Ext4Disk {
    /** What the formatter needs with its blocks of 4 KiB. */
    static final long SMALLEST = 8L << 20;

    /** The longest file of ext4 with blocks of 4 KiB, which the disk is on most hosts. */
    static final long LARGEST = 16L << 40;

    /** Disks are whole numbers of these. */
    static final int BLOCK = 4096;

    static final int CACHE = 8 << 20;

    /** Bytes that a journal may bring to their places in memory: twice what those of new volumes can have. */
    private static final int LONGEST_REPLAY = 64 << 20;

    static final Clock CLOCK = () -> {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    };

    private final FileChannel channel;

    Ext4Disk(FileChannel channel) {
        this.channel = channel;
    }

    /** Makes an empty file system on a file of no length. */
    void format(long size) throws IOException, FileFault {
        SparseCopy.extend(channel, size);
        UUID uuid = UUID.randomUUID();
        byte[] bytes = ByteBuffer.allocate(Ext4Formatter.UUID_SIZE)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
        Ext4Formatter.format(new FreshDisk(device(false)), bytes, CLOCK.nanoseconds());
    }

    /** The device, whose channel stays open. */
    ChannelBlockDevice device(boolean readOnly) throws IOException {
        return new ChannelBlockDevice(channel, readOnly);
    }

    /**
     * Brings what the journal holds to its place, as the next mount would: nobody else may use the disk. One that was
     * unmounted is left as it is.
     */
    void replay() throws IOException, FileFault {
        if (superblock().hasIncompatible(Features.RECOVER)) {
            Ext4Volume volume = Ext4Volume.mount(device(false), CLOCK, false, CACHE);
            volume.sync();
            volume.close();
        }
    }

    /** The same in any case, and a fault if instances could not write to it, with the reason. */
    void requireWritable() throws IOException, FileFault {
        Ext4Volume volume = mount();
        volume.sync();
        volume.close();
    }

    /** Mounts it to be changed, if that can be: nobody else may use the disk. */
    Ext4Volume mount() throws IOException, FileFault {
        Ext4Volume volume = Ext4Volume.mount(device(false), CLOCK, false, CACHE);
        String obstacle = volume.whyReadOnly();
        if (obstacle != null) {
            throw new FileFault(FileFault.Reason.UNSUPPORTED, "it could be read only: " + obstacle);
        }
        return volume;
    }

    /** Mounts it to be read, as it is after its journal was replayed, and changes nothing: nobody may write to it. */
    Ext4Volume look() throws IOException, FileFault {
        return Ext4Volume.mount(new CopyOnWriteDevice(device(true), LONGEST_REPLAY), CLOCK, true, CACHE);
    }

    /** The superblock, checked, as it is on the disk; nothing is mounted for it. */
    Ext4Superblock superblock() throws IOException, FileFault {
        ByteBuffer bytes = ByteBuffer.allocate(Ext4Superblock.SIZE);
        while (bytes.hasRemaining() && channel.read(bytes, Ext4Superblock.POSITION + bytes.position()) > 0) {
            continue;
        }
        Ext4Superblock superblock = new Ext4Superblock(bytes.array(), 0);
        superblock.check(channel.size());
        return superblock;
    }
}
