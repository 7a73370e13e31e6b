package dev.ristretto.kernel.filesystem.ext4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.HostTool;
import dev.ristretto.kernel.filesystem.TreeProbe;
import dev.ristretto.kernel.filesystem.Volume;
import dev.ristretto.kernel.filesystem.block.ArrayDevice;
import dev.ristretto.kernel.filesystem.block.LittleEndian;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is on a disk, it is read and changed without an unchecked exception and comes to an end. The system property
 * {@code filesystem.images} makes more damaged images; a seed is the number of one plus {@code filesystem.seed}.
 */
@Timeout(1200)
class Ext4FuzzTest {
    private static final int IMAGES = Integer.getInteger("filesystem.images", 300);
    private static final long SEED = Long.getLong("filesystem.seed", 0);
    private static final long MOST_USES = 200_000;
    private static final int BLOCK_SIZE = 1024;

    @TempDir
    private Path folder;

    @Test
    void damagedImagesOfOurs() throws Exception {
        ArrayDevice device = new ArrayDevice(new byte[8 << 20]);
        Ext4Formatter.format(device, new byte[Ext4Formatter.UUID_SIZE], 1, BLOCK_SIZE);
        damage("ours", populated(device));
    }

    /** Without checksums damage comes further. */
    @Test
    void damagedImagesOfLinuxWithoutChecksums() throws Exception {
        HostTool.require("mkfs.ext4");
        ArrayDevice device = HostTool.makeExt4(folder, "-b 1024 -O ^metadata_csum,^64bit", 8, null);
        damage("without checksums", populated(device));
    }

    private static byte[] populated(ArrayDevice device) throws FileFault {
        Volume volume = mount(device);
        TreeProbe.populate(volume);
        volume.sync();
        // Not unmounted: the journal is a part of what is damaged.
        return device.contents();
    }

    private static void damage(String what, byte[] whole) throws FileFault {
        List<Integer> used = new ArrayList<>();
        for (int block = 1; block < whole.length / BLOCK_SIZE; block++) {
            boolean zero = true;
            for (int at = 0; at < BLOCK_SIZE && zero; at++) {
                zero = whole[block * BLOCK_SIZE + at] == 0;
            }
            if (!zero) {
                used.add(block);
            }
        }
        int mounted = 0;
        for (int i = 0; i < IMAGES; i++) {
            long seed = SEED + i;
            Random random = new Random(seed);
            byte[] image = whole.clone();
            for (int times = 1 + random.nextInt(12); times > 0; times--) {
                int block = random.nextInt(4) == 0 ? random.nextInt(1, 40) : used.get(random.nextInt(used.size()));
                spoil(image, block * BLOCK_SIZE, random);
            }
            try {
                mounted += probe(new ArrayDevice(image).limit(MOST_USES), seed) ? 1 : 0;
            } catch (RuntimeException | Error e) {
                throw new AssertionError(what + ", seed " + seed, e);
            }
        }
        assertThat(mounted).as("images that could be mounted").isGreaterThan(IMAGES / 10);
    }

    private static void spoil(byte[] image, int start, Random random) {
        int at = start + random.nextInt(BLOCK_SIZE / 4) * 4;
        switch (random.nextInt(6)) {
            case 0 -> image[at + random.nextInt(4)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> LittleEndian.put32(image, at, random.nextInt());
            case 2 -> LittleEndian.put32(image, at, random.nextInt(4096));
            case 3 -> LittleEndian.put16(image, at, random.nextInt(3) * 0x7FFF);
            case 4 -> LittleEndian.put32(image, at, -1);
            default -> System.arraycopy(image, random.nextInt(image.length / 1024) * 1024, image, start, 256);
        }
    }

    private static boolean probe(ArrayDevice device, long seed) {
        try {
            Volume volume = mount(device);
            TreeProbe.walk(volume, 2000);
            TreeProbe.change(volume, new Random(seed), 60);
            volume.close();
            return true;
        } catch (FileFault e) {
            assertThat(e.getMessage()).isNotEmpty();
            return false;
        }
    }

    private static Volume mount(ArrayDevice device) throws FileFault {
        return Ext4Volume.mount(device, () -> 1_000, false, 1 << 18);
    }
}
