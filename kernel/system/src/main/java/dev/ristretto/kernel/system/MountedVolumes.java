package dev.ristretto.kernel.system;

import dev.ristretto.abi.CommandLine;
import dev.ristretto.abi.VolumePlace;
import dev.ristretto.kernel.device.DeviceDiscovery;
import dev.ristretto.kernel.device.virtio.DeviceException;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.Volume;
import dev.ristretto.kernel.filesystem.block.BlockDevice;
import dev.ristretto.kernel.filesystem.ext4.Ext4Volume;
import dev.ristretto.kernel.filesystem.ninep.NinePTransport;
import dev.ristretto.kernel.filesystem.ninep.NinePVolume;
import dev.ristretto.kernel.machine.boot.BootParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The volumes of the instance, ext4 on the disks that the host has given it, and the folders of the host. What nobody
 * synchronizes is durable after {@link #PERIOD_MILLIS}, as with Linux.
 */
final class MountedVolumes {
    private static final int DIRECTORY = 0755;
    private static final long PERIOD_MILLIS = 5_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** A volume keeps one of so many parts of the largest heap in memory, within these bounds. */
    private static final int CACHE_SHARE = 16;

    private static final long SMALLEST_CACHE = 512 << 10;
    private static final long LARGEST_CACHE = 64 << 20;

    private static final List<Volume> MOUNTED = new ArrayList<>();

    private MountedVolumes() {}

    /**
     * Mounts them where the command line says.
     *
     * @throws IllegalStateException if one cannot be, with the reason
     */
    static void mount(FileSystem tree, List<VolumePlace> volumes, List<VolumePlace> folders) {
        List<BlockDevice> disks;
        List<NinePTransport> servers;
        try {
            disks = DeviceDiscovery.findVolumes(volumes);
            servers = DeviceDiscovery.findFolders(folders, volumes.size());
        } catch (DeviceException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        for (int i = 0; i < volumes.size(); i++) {
            BlockDevice disk = disks.get(i);
            boolean readOnly = volumes.get(i).readOnly();
            mount(
                    tree,
                    volumes.get(i).path(),
                    () -> Ext4Volume.mount(disk, MountedVolumes::now, readOnly, cacheBytes()));
        }
        for (int i = 0; i < folders.size(); i++) {
            NinePTransport server = servers.get(i);
            boolean readOnly = folders.get(i).readOnly();
            mount(tree, folders.get(i).path(), () -> NinePVolume.mount(server, "", MountedVolumes::now, readOnly));
        }
        Thread synchronizer = new Thread(MountedVolumes::keepSynchronized, "volumes");
        synchronizer.setDaemon(true);
        synchronizer.start();
    }

    /** What makes a volume of what the host has given. */
    @FunctionalInterface
    private interface Mounting {
        Volume mount() throws FileFault;
    }

    private static void mount(FileSystem tree, String path, Mounting mounting) {
        try {
            Volume volume = mounting.mount();
            MOUNTED.add(volume);
            makeDirectories(tree, path);
            tree.mount(path, volume);
        } catch (FileFault e) {
            throw new IllegalStateException(
                    "the volume at " + path + " cannot be mounted: " + e.reason() + ", " + e.getMessage(), e);
        }
    }

    /** Those of {@link CommandLine#VOLUME} or of {@link CommandLine#FOLDER}. */
    static List<VolumePlace> places(String token) {
        return VolumePlace.allOf(BootParameters.commandLine(), token);
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

    private static void makeDirectories(FileSystem tree, String path) throws FileFault {
        for (int end = path.indexOf('/', 1); end >= 0; end = path.indexOf('/', end + 1)) {
            makeDirectory(tree, path.substring(0, end));
        }
        makeDirectory(tree, path);
    }

    private static void makeDirectory(FileSystem tree, String path) throws FileFault {
        try {
            tree.createDirectory(path, DIRECTORY);
        } catch (FileFault e) {
            if (e.reason() != FileFault.Reason.EXISTS) {
                throw e;
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

    private static int cacheBytes() {
        return (int) Math.clamp(Runtime.getRuntime().maxMemory() / CACHE_SHARE, SMALLEST_CACHE, LARGEST_CACHE);
    }

    private static long now() {
        return System.currentTimeMillis() * NANOS_PER_MILLI;
    }
}
