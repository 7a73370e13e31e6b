package dev.ristretto.kernel.filesystem.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.RandomChanges;
import dev.ristretto.kernel.filesystem.Volume;
import dev.ristretto.kernel.filesystem.block.FailingReads;
import dev.ristretto.kernel.filesystem.block.MemoryBlockDevice;
import dev.ristretto.kernel.filesystem.ext4.Ext4Formatter;
import dev.ristretto.kernel.filesystem.ext4.Ext4Volume;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An overlay over an image of a random tree does what a simple model does. The system property {@code
 * filesystem.steps} makes it do more; a seed is one of the numbers below plus {@code filesystem.seed}.
 */
class OverlayRandomTest {
    private static final int STEPS = Integer.getInteger("filesystem.steps", 3_000);
    private static final long SEED = Long.getLong("filesystem.seed", 0);
    private static final int STEPS_BEFORE = 1_000;
    private static final int STEPS_UNTIL_MOST_IS_COPIED = 1_000;
    private static final int SPREAD = 300;
    private static final long PLENTY = 1L << 30;

    private final AtomicLong time = new AtomicLong(1_700_000_000_000_000_000L);
    private final MemoryVolume model = new MemoryVolume(PLENTY, time::get);

    @ParameterizedTest
    @CsvSource({"1, 20", "2, 40", "3, 100", "4, 400"})
    void doesWhatAModelDoes(long number, int spread) throws Exception {
        MemoryVolume upper = new MemoryVolume(PLENTY, time::get);
        run(SEED + number, spread, upper);
        assertThat(upper.root().names()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void whatIsAboveMayBeOnADisk(long number) throws Exception {
        MemoryBlockDevice device = new MemoryBlockDevice(64 << 20);
        Ext4Formatter.format(device, new byte[Ext4Formatter.UUID_SIZE], time.get());
        run(SEED + number, 40, Ext4Volume.mount(device, time::get, false, 1 << 20));
    }

    /** What fails for want of space is not done at all, and all space comes back. */
    @ParameterizedTest
    @CsvSource({"21, 100000", "22, 300000", "23, 1000000"})
    void theSpaceAboveMayRunOut(long number, long capacity) throws Exception {
        MemoryVolume upper = new MemoryVolume(capacity, time::get);
        long free = upper.status().free();
        OverlayVolume volume = run(SEED + number, 40, upper);
        empty(volume.root());
        assertThat(upper.status().free()).isEqualTo(free);
    }

    /** What fails because the device below does is not done at all. */
    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34, 35, 36, 37, 38})
    void theDeviceBelowMayFail(long number) throws Exception {
        long seed = SEED + number;
        FailingReads image = image(seed, SPREAD);
        OverlayVolume volume = new OverlayVolume(ErofsLower.mount(image), new MemoryVolume(400_000, time::get));
        RandomChanges changes = new RandomChanges(seed + 1, volume, model, SPREAD);
        Random random = new Random(seed + 2);
        int faults = 0;
        for (int step = 1; step <= STEPS_UNTIL_MOST_IS_COPIED; step++) {
            time.addAndGet(1_000_000);
            image.failAfter(random.nextInt(6));
            try {
                changes.step(step);
            } catch (FileFault e) {
                assertThat(e.reason()).as("seed %d, step %d", seed, step).isEqualTo(FileFault.Reason.IO);
                faults++;
                image.heal();
                changes.compare("after the fault of step " + step);
            }
        }
        image.heal();
        changes.compare("at the end");
        assertThat(faults).as("seed %d", seed).isGreaterThan(20);
    }

    private OverlayVolume run(long seed, int spread, Volume upper) throws Exception {
        OverlayVolume volume = new OverlayVolume(ErofsLower.mount(image(seed, spread)), upper);
        RandomChanges changes = new RandomChanges(seed + 1, volume, model, spread);
        changes.compare("before the first step");
        for (int step = 1; step <= STEPS; step++) {
            time.addAndGet(1_000_000);
            changes.step(step);
            if (step % 250 == 0) {
                changes.compare("step " + step);
            }
        }
        changes.closeAll();
        changes.compare("when all is closed");
        return volume;
    }

    /** An image of what the model becomes by this. */
    private FailingReads image(long seed, int spread) throws FileFault {
        MemoryVolume tree = new MemoryVolume(PLENTY, time::get);
        RandomChanges changes = new RandomChanges(seed, tree, model, spread);
        for (int step = 1; step <= STEPS_BEFORE; step++) {
            changes.step(step);
        }
        changes.closeAll();
        return ErofsLower.image(tree);
    }

    private static void empty(Directory directory) throws FileFault {
        for (String name : directory.names()) {
            if (directory.find(name) instanceof Directory below) {
                empty(below);
                directory.removeDirectory(name);
            } else {
                directory.remove(name);
            }
        }
    }
}
