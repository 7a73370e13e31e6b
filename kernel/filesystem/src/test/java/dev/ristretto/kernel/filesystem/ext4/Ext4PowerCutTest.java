package dev.ristretto.kernel.filesystem.ext4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.filesystem.HostTool;
import dev.ristretto.kernel.filesystem.PowerCutLoad;
import dev.ristretto.kernel.filesystem.Volume;
import dev.ristretto.kernel.filesystem.block.ArrayDevice;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Power fails at random moments of random work: what was not flushed is lost in part, sector by sector, in any
 * order. The
 * system property {@code filesystem.cuts} makes more of them; a seed is one of the numbers below plus
 * {@code filesystem.seed}.
 */
class Ext4PowerCutTest {
    private static final int CUTS = Integer.getInteger("filesystem.cuts", 25);
    private static final long SEED = Long.getLong("filesystem.seed", 0);
    private static final int STEPS = 400;

    @TempDir
    private Path folder;

    private final AtomicLong time = new AtomicLong(1_700_000_000_000_000_000L);

    @ParameterizedTest
    @CsvSource({"1, 1024", "2, 1024", "3, 4096", "4, 2048"})
    void whatWasAcknowledgedIsThereAndTheRestIsWhole(long number, int blockSize) throws Exception {
        long seed = SEED + number;
        ArrayDevice device = new ArrayDevice(new byte[2048 * 4 * blockSize]);
        Ext4Formatter.format(device, new byte[Ext4Formatter.UUID_SIZE], time.get(), blockSize);
        Volume volume = mount(device);
        volume.root().removeDirectory("lost+found");
        volume.sync();
        int start = device.writes();
        PowerCutLoad load = new PowerCutLoad(seed, device::writes);
        load.run(volume, STEPS);
        Random random = new Random(seed);
        for (int i = 0; i < CUTS; i++) {
            int count = start + random.nextInt(device.writes() - start + 1);
            String what = "seed " + seed + ", block size " + blockSize + ", cut after " + count;
            byte[] left = device.cut(count, random);
            if (i % 4 == 0) {
                HostTool.require("e2fsck");
                left = replayedByLinux(left, what);
            }
            ArrayDevice again = new ArrayDevice(left);
            Volume recovered = mount(again);
            load.check(recovered, count, what);
            recovered.close();
            HostTool.require("e2fsck");
            HostTool.checkExt4(again, folder, what);
        }
    }

    /** Linux's own tool understands our journal. */
    private byte[] replayedByLinux(byte[] left, String what) throws Exception {
        ArrayDevice device = new ArrayDevice(left);
        Path image = folder.resolve("replay.img");
        HostTool.save(device, image);
        HostTool.Result result = HostTool.run("e2fsck", "-p", image.toString());
        assertThat(result.status()).as("%s%n%s", what, result.output()).isLessThanOrEqualTo(1);
        HostTool.load(image, device);
        return device.contents();
    }

    private Volume mount(ArrayDevice device) throws Exception {
        return Ext4Volume.mount(device, () -> time.addAndGet(1_000), false, 1 << 18);
    }
}
