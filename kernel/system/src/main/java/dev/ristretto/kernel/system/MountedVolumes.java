package dev.ristretto.kernel.system;

import dev.ristretto.abi.VolumePlace;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.Volume;
import dev.ristretto.kernel.filesystem.block.BlockDevice;
import dev.ristretto.kernel.filesystem.ext4.Ext4Volume;
import dev.ristretto.kernel.filesystem.ninep.NinePTransport;
import dev.ristretto.kernel.filesystem.ninep.NinePVolume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The volumes of the instance, ext4 on the disks that the host has given it, and the folders of the host. What nobody
 * synchronizes is durable after {@link #PERIOD_MILLIS}, as with Linux.
 */
final class MountedVolumes {
    private static final long PERIOD_MILLIS = 5_000;

    private static final List<Volume> MOUNTED = new ArrayList<>();

    private MountedVolumes() {}

    /**
     * Mounts them where the command line says.
     *
     * @throws IllegalStateException if one cannot be, with the reason
     */
    static void mount(FileSystem tree, Map<VolumePlace, BlockDevice> disks, Map<VolumePlace, NinePTransport> folders) {
        disks.forEach((place, disk) ->
                mount(tree, place, () -> Ext4Volume.mount(disk, Disks::now, place.readOnly(), Disks.cacheBytes())));
        folders.forEach((place, server) ->
                mount(tree, place, () -> NinePVolume.mount(server, "", Disks::now, place.readOnly())));
        Thread synchronizer = new Thread(MountedVolumes::keepSynchronized, "volumes");
        synchronizer.setDaemon(true);
        synchronizer.start();
    }

    /** What makes a volume of what the host has given. */
    @FunctionalInterface
    private interface Mounting {
        Volume mount() throws FileFault;
    }

    private static void mount(FileSystem tree, VolumePlace place, Mounting mounting) {
        try {
            Volume volume = mounting.mount();
            MOUNTED.add(volume);
            MountPoint.make(tree, place.path());
            tree.mount(place.path(), volume);
        } catch (FileFault e) {
            throw new IllegalStateException(
                    "the volume at " + place.path() + " cannot be mounted: " + e.reason() + ", " + e.getMessage(), e);
        }
    }

    /** Unmounts them: what was written is durable. */
    static void close() {
        for (Volume volume : MOUNTED) {
            try {
                volume.close();
            } catch (FileFault e) {
                System.err.println("ristretto: a volume could not be unmounted: " + e.reason() + ", " + e.getMessage());
            }
        }
    }

    private static void keepSynchronized() {
        boolean running = true;
        while (running) {
            try {
                TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
            } catch (InterruptedException e) {
                running = false;
            }
            MOUNTED.forEach(MountedVolumes::synchronize);
        }
    }

    private static void synchronize(Volume volume) {
        try {
            volume.sync();
        } catch (FileFault e) {
            // It is read-only from now on, which who writes next is told.
            return;
        }
    }
}
