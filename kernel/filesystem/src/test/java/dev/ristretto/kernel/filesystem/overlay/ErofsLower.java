package dev.ristretto.kernel.filesystem.overlay;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.block.BlockDevice;
import dev.ristretto.kernel.filesystem.block.FailingReads;
import dev.ristretto.kernel.filesystem.block.MemoryBlockDevice;
import dev.ristretto.kernel.filesystem.erofs.ErofsVolume;
import dev.ristretto.kernel.filesystem.erofs.ErofsWriter;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;

/** Images to lay something over. */
final class ErofsLower {
    /** So small that most of what is asked for has to be read again. */
    private static final int CACHE = 1 << 16;

    private ErofsLower() {}

    /** An image of a tree. */
    static FailingReads image(MemoryVolume tree) throws FileFault {
        ErofsWriter writer = new ErofsWriter(tree.root(), new byte[16], 0);
        MemoryBlockDevice device = new MemoryBlockDevice(writer.size());
        writer.write(device);
        return new FailingReads(device);
    }

    static ErofsVolume mount(BlockDevice image) throws FileFault {
        return ErofsVolume.mount(image, () -> 0, CACHE);
    }
}
