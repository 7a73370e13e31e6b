package dev.ristretto.kernel.filesystem.ext4;

import dev.ristretto.kernel.filesystem.HostTool;
import dev.ristretto.kernel.filesystem.RandomChanges;
import dev.ristretto.kernel.filesystem.Volume;
import dev.ristretto.kernel.filesystem.block.MemoryBlockDevice;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A volume does what a simple model does. The system property {@code filesystem.steps} makes it do more; a seed is
 * one of
 * the numbers below plus {@code filesystem.seed}.
 */
class Ext4RandomTest {
    private static final int STEPS = Integer.getInteger("filesystem.steps", 3_000);
    private static final long SEED = Long.getLong("filesystem.seed", 0);
    private static final int CACHE = 1 << 18;

    @TempDir
    private Path folder;

    private final AtomicLong time = new AtomicLong(1_700_000_000_000_000_000L);

    @ParameterizedTest
    @CsvSource({"1, 1024, 16, 40", "2, 4096, 64, 40", "3, 1024, 12, 400", "4, 4096, 40, 2000", "5, 2048, 24, 100"})
    void doesWhatAModelDoes(long number, int blockSize, int mebibytes, int spread) throws Exception {
        long seed = SEED + number;
        MemoryBlockDevice device = new MemoryBlockDevice((long) mebibytes << 20);
        byte[] uuid = new byte[Ext4Formatter.UUID_SIZE];
        uuid[0] = (byte) number;
        Ext4Formatter.format(device, uuid, time.get(), blockSize);
        Volume volume = mount(device);
        volume.root().removeDirectory("lost+found");
        MemoryVolume model = new MemoryVolume(1L << 30, time::get);
        RandomChanges changes = new RandomChanges(seed, volume, model, spread);
        for (int step = 1; step <= STEPS; step++) {
            time.addAndGet(1_000_000);
            changes.step(step);
            if (step % 500 == 0) {
                volume.sync();
                changes.compare("step " + step);
            }
            if (step % 1000 == 0) {
                changes.closeAll();
                volume.close();
                volume = mount(device);
                changes.mounted(volume);
                changes.compare("mounted again at step " + step);
            }
        }
        changes.closeAll();
        volume.close();
        HostTool.require("e2fsck");
        HostTool.checkExt4(device, folder, "seed " + seed);
    }

    private Volume mount(MemoryBlockDevice device) throws Exception {
        return Ext4Volume.mount(device, time::get, false, CACHE);
    }
}
