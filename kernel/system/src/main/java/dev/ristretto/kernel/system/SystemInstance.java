package dev.ristretto.kernel.system;

import dev.ristretto.abi.CommandLine;
import dev.ristretto.abi.VolumePlace;
import dev.ristretto.kernel.device.DeviceDiscovery;
import dev.ristretto.kernel.device.HostEntropy;
import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.Folder;
import dev.ristretto.kernel.filesystem.Volume;
import dev.ristretto.kernel.filesystem.block.BlockDevice;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import dev.ristretto.kernel.filesystem.ninep.NinePTransport;
import dev.ristretto.kernel.machine.layout.DiskSupport;
import dev.ristretto.kernel.posix.Credentials;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.Process;
import dev.ristretto.kernel.posix.socket.HostsFile;
import dev.ristretto.kernel.posix.socket.NameService;
import dev.ristretto.kernel.posix.socket.Network;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the programs of this instance share. Safe for use by several threads. */
public final class SystemInstance {
    private SystemInstance() {}

    /** The process of a program that is compiled together with the kernel; descriptors 0 to 2 are the console. */
    public static Process process() {
        return ProcessHolder.PROCESS;
    }

    /** A process of its own with the console at descriptors 0 to 2. */
    public static Process newProcess() {
        Process process = new Process(SystemInstance::files, Credentials.ROOT);
        ConsoleFile console = new ConsoleFile(false);
        try {
            process.descriptors().replace(0, console);
            process.descriptors().replace(1, console);
            process.descriptors().replace(2, new ConsoleFile(true));
        } catch (PosixException e) {
            throw new AssertionError(e); // an empty table has room for three
        }
        return process;
    }

    /** The root of all paths. */
    public static FileSystem files() {
        return FilesHolder.FILES;
    }

    /**
     * Mounts what the host has given the instance, the image's files, volumes and folders, before the application
     * begins.
     *
     * @return whether there are volumes, so that {@link #close} is to be called at the end
     * @throws IllegalStateException if one cannot be mounted, with the reason
     */
    public static boolean mountDisks() {
        if (DiskSupport.ROOT) {
            Volume unused = ImageFiles.volume();
        }
        if (DiskSupport.VOLUMES) {
            int disks = Disks.all().size();
            Map<VolumePlace, NinePTransport> folders =
                    PlacedDevices.find(CommandLine.FOLDER, places -> DeviceDiscovery.findFolders(places, disks));
            Map<VolumePlace, BlockDevice> volumes = new LinkedHashMap<>(Disks.all());
            volumes.remove(VolumePlace.ROOT);
            if (!volumes.isEmpty() || !folders.isEmpty()) {
                MountedVolumes.mount(files(), volumes, folders);
                return true;
            }
        }
        return false;
    }

    /**
     * Adds what is there as if from the start.
     *
     * @throws FileFault EXISTS if there is something at the path
     */
    public static void addFolder(String path, int permissions, Folder folder) throws FileFault {
        if (DiskSupport.ROOT) {
            // An overlay cannot have it inside.
            MountPoint.make(files(), path);
            files().mount(path, new MemoryVolume(Disks.cacheBytes(), Disks::now, folder));
        } else {
            Directory unused = files().createDirectory(path, permissions, folder);
        }
    }

    /** Ends what outlives the instance, once: its volumes are unmounted. */
    public static void close() {
        if (DiskSupport.VOLUMES) {
            MountedVolumes.close();
        }
    }

    /** What this instance is called. */
    public static String hostName() {
        return HostName.get();
    }

    /** Fills an array with bytes that nobody can foretell; never waits. */
    public static void fillRandom(byte[] target) {
        HostEntropy.fill(target);
    }

    /** The network, which comes to life with the first socket or name that a program asks for. */
    public static Network network() {
        return NetworkHolder.NETWORK;
    }

    /** Names and addresses of hosts. */
    public static NameService names() {
        return NamesHolder.NAMES;
    }

    private static final class ProcessHolder {
        static final Process PROCESS = newProcess();
    }

    private static final class FilesHolder {
        static final FileSystem FILES = RootFiles.make();
    }

    private static final class NetworkHolder {
        static final Network NETWORK = NetworkStart.start();
    }

    private static final class NamesHolder {
        static final NameService NAMES = new NameService(network(), () -> new HostsFile(HostsText.read()));
    }
}
