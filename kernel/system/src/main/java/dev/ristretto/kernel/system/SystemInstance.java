package dev.ristretto.kernel.system;

import dev.ristretto.abi.CommandLine;
import dev.ristretto.abi.VolumePlace;
import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.machine.layout.VolumeSupport;
import dev.ristretto.kernel.posix.Credentials;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.Process;
import dev.ristretto.kernel.posix.socket.HostsFile;
import dev.ristretto.kernel.posix.socket.NameService;
import dev.ristretto.kernel.posix.socket.Network;
import java.util.List;

/** What the programs of this instance share. Safe for use by several threads. */
public final class SystemInstance {
    private SystemInstance() {}

    /** The process of a program that is compiled together with the kernel; descriptors 0 to 2 are the console. */
    public static Process process() {
        return ProcessHolder.PROCESS;
    }

    /** The root of all paths. */
    public static FileSystem files() {
        return FilesHolder.FILES;
    }

    /**
     * Mounts the volumes and folders that the host has given the instance, before the application begins.
     *
     * @return whether there are any, so that {@link #close} is to be called at the end
     * @throws IllegalStateException if one cannot be mounted, with the reason
     */
    public static boolean mountVolumes() {
        if (VolumeSupport.INCLUDED) {
            List<VolumePlace> volumes = MountedVolumes.places(CommandLine.VOLUME);
            List<VolumePlace> folders = MountedVolumes.places(CommandLine.FOLDER);
            if (!volumes.isEmpty() || !folders.isEmpty()) {
                MountedVolumes.mount(files(), volumes, folders);
                return true;
            }
        }
        return false;
    }

    /** Ends what outlives the instance, once: its volumes are unmounted. */
    public static void close() {
        if (VolumeSupport.INCLUDED) {
            MountedVolumes.close();
        }
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
        static final Process PROCESS = make();

        private static Process make() {
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
