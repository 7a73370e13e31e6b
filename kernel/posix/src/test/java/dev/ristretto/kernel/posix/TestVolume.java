package dev.ristretto.kernel.posix;

import dev.ristretto.kernel.filesystem.Clock;
import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.Volume;
import dev.ristretto.kernel.filesystem.block.MemoryBlockDevice;
import dev.ristretto.kernel.filesystem.erofs.ErofsVolume;
import dev.ristretto.kernel.filesystem.erofs.ErofsWriter;
import dev.ristretto.kernel.filesystem.ext4.Ext4Formatter;
import dev.ristretto.kernel.filesystem.ext4.Ext4Volume;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import dev.ristretto.kernel.filesystem.overlay.OverlayVolume;

/** Every format that files can be changed in; each begins with two directories, d and e, and an empty file d/old. */
enum TestVolume {
    MEMORY,
    EXT4,
    OVERLAY;

    private static final long NOW = 1_000;
    private static final Clock CLOCK = () -> NOW;
    private static final int CACHE = 1 << 20;
    private static final int MODE = 0777;

    Volume make() throws Exception {
        return switch (this) {
            case MEMORY -> memory();
            case EXT4 -> {
                MemoryBlockDevice device = new MemoryBlockDevice(8 << 20);
                Ext4Formatter.format(device, new byte[Ext4Formatter.UUID_SIZE], NOW);
                Ext4Volume volume = Ext4Volume.mount(device, CLOCK, false, CACHE);
                fill(volume.root());
                yield volume;
            }
            case OVERLAY -> {
                ErofsWriter writer = new ErofsWriter(memory().root(), new byte[16], NOW);
                MemoryBlockDevice image = new MemoryBlockDevice(writer.size());
                writer.write(image);
                yield new OverlayVolume(ErofsVolume.mount(image, CLOCK, CACHE), new MemoryVolume(1 << 20, CLOCK));
            }
        };
    }

    private static MemoryVolume memory() throws FileFault {
        MemoryVolume volume = new MemoryVolume(1 << 20, CLOCK);
        fill(volume.root());
        return volume;
    }

    private static void fill(Directory root) throws FileFault {
        Directory folder = root.createDirectory("d", MODE);
        RegularFile unused = folder.createFile("old", MODE);
        Directory unusedToo = root.createDirectory("e", MODE);
    }
}
