package dev.ristretto.kernel.system;

import dev.ristretto.abi.CommandLine;
import dev.ristretto.abi.VolumePlace;
import dev.ristretto.kernel.device.DeviceDiscovery;
import dev.ristretto.kernel.filesystem.block.BlockDevice;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The disks that the host has given the instance, found when somebody first asks for one. */
final class Disks {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** A file system keeps one of so many parts of the largest heap in memory, within these bounds. */
    private static final int CACHE_SHARE = 16;

    private static final long SMALLEST_CACHE = 512 << 10;
    private static final long LARGEST_CACHE = 64 << 20;

    private static @Nullable Map<VolumePlace, BlockDevice> found;

    private Disks() {}

    /**
     * The disks by where what is on them is to be found, in the order of {@link CommandLine#VOLUME}.
     *
     * @throws IllegalStateException if the host has given one less, or one cannot be used
     */
    static synchronized Map<VolumePlace, BlockDevice> all() {
        if (found == null) {
            found = PlacedDevices.find(CommandLine.VOLUME, DeviceDiscovery::findVolumes);
        }
        return found;
    }

    /** How many bytes of a disk are kept in memory. */
    static int cacheBytes() {
        return (int) Math.clamp(Runtime.getRuntime().maxMemory() / CACHE_SHARE, SMALLEST_CACHE, LARGEST_CACHE);
    }

    /** The clock of the files on them. */
    static long now() {
        return System.currentTimeMillis() * NANOS_PER_MILLI;
    }
}
