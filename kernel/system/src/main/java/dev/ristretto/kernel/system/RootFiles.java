package dev.ristretto.kernel.system;

import dev.ristretto.abi.RootOptions;
import dev.ristretto.abi.TemporaryPlace;
import dev.ristretto.kernel.device.Entropy;
import dev.ristretto.kernel.device.HostEntropy;
import dev.ristretto.kernel.filesystem.Device;
import dev.ristretto.kernel.filesystem.FileChange;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.Location;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import dev.ristretto.kernel.filesystem.overlay.OverlayVolume;
import dev.ristretto.kernel.machine.boot.BootParameters;
import dev.ristretto.kernel.machine.layout.DiskSupport;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The instance's files: those of the image if it has some, /tmp, the devices, the configuration that programs look for,
 * and what the host wants of them. What is changed is in memory and goes with the instance.
 */
final class RootFiles {
    private static final int DIRECTORY = 0755;
    private static final int SHARED_DIRECTORY = 01777;
    private static final int FILE = 0644;
    private static final int DEVICE = 0666;
    private static final long SMALLEST_CAPACITY = 1 << 20;

    private RootFiles() {}

    /** The file system with what is in it from the start, as the command line says. */
    static FileSystem make() {
        // Files lie in the Java heap: half of it leaves room to work with them.
        long capacity = Math.max(SMALLEST_CAPACITY, Runtime.getRuntime().maxMemory() / 2);
        return make(capacity, BootParameters.commandLine());
    }

    /**
     * The same.
     *
     * @param capacity how many bytes all files in memory may hold
     */
    static FileSystem make(long capacity, String commandLine) {
        MemoryVolume memory = new MemoryVolume(capacity, Disks::now);
        FileSystem tree = new FileSystem(DiskSupport.ROOT ? new OverlayVolume(ImageFiles.volume(), memory) : memory);
        try {
            makeDirectory(tree, "/tmp", SHARED_DIRECTORY);
            makeDirectory(tree, "/root", DIRECTORY);
            makeDirectory(tree, "/etc", DIRECTORY);
            makeFile(tree, "/etc/hosts", "127.0.0.1 localhost\n");
            makeFile(tree, "/etc/hostname", HostName.get(commandLine) + "\n");
            makeFile(tree, "/etc/resolv.conf", "");
            tree.createDirectory("/dev", DIRECTORY);
            tree.createDevice("/dev/null", DEVICE, new Zeros(false));
            tree.createDevice("/dev/zero", DEVICE, new Zeros(true));
            tree.createDevice("/dev/random", DEVICE, new RandomBytes());
            tree.createDevice("/dev/urandom", DEVICE, new RandomBytes());
            apply(RootOptions.of(commandLine), tree, memory, capacity);
        } catch (FileFault e) {
            throw new IllegalStateException(
                    "the file system cannot be made: " + e.reason() + " at " + e.getMessage(), e);
        }
        HostsText.from(() -> read(tree, "/etc/hosts"));
        ResolverText.whenSet(text -> replace(tree, "/etc/resolv.conf", text));
        return tree;
    }

    private static void apply(RootOptions options, FileSystem tree, MemoryVolume memory, long capacity)
            throws FileFault {
        for (TemporaryPlace place : options.temporary()) {
            long most = place.bytes() == 0 ? capacity / 2 : place.bytes();
            MemoryVolume volume = new MemoryVolume(most, memory);
            volume.root().setPermissions(SHARED_DIRECTORY, volume.now());
            MountPoint.make(tree, place.path());
            tree.mount(place.path(), volume);
        }
        if (options.readOnly()) {
            tree.restrictRoot();
        }
    }

    /** A directory, unless the image has brought it. */
    private static void makeDirectory(FileSystem tree, String path, int permissions) throws FileFault {
        try {
            tree.createDirectory(path, permissions);
        } catch (FileFault e) {
            requireExisting(e);
        }
    }

    /** A file, unless the image has brought it. */
    private static void makeFile(FileSystem tree, String path, String text) throws FileFault {
        try {
            write(tree.findOrCreate(path, true, false, FILE), text);
        } catch (FileFault e) {
            requireExisting(e);
        }
    }

    private static void requireExisting(FileFault fault) throws FileFault {
        if (fault.reason() != FileFault.Reason.EXISTS) {
            throw fault;
        }
    }

    private static void write(Location location, String text) throws FileFault {
        RegularFile file = (RegularFile) location.inode();
        file.truncate(0);
        file.append(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        location.changed(FileChange.MODIFIED);
    }

    private static String read(FileSystem tree, String path) {
        try {
            RegularFile file = (RegularFile) tree.find(path, true);
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
            file.read(0, bytes);
            return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
        } catch (FileFault | ClassCastException e) {
            return ""; // the application has removed or replaced the file: its affair
        }
    }

    private static void replace(FileSystem tree, String path, String text) {
        try {
            write(tree.findOrCreate(path, false, true, FILE), text);
        } catch (FileFault | ClassCastException e) {
            // The application has removed or replaced the file, or filled the space: its affair.
            return;
        }
    }

    /** /dev/null and /dev/zero: what is written is gone, what is read is nothing, or zeros. */
    private record Zeros(boolean endless) implements Device {
        @Override
        public int read(ByteBuffer target) {
            if (!endless) {
                return -1;
            }
            int count = target.remaining();
            target.put(new byte[count]);
            return count;
        }

        @Override
        public void write(ByteBuffer source) {
            source.position(source.limit());
        }
    }

    /** /dev/random and /dev/urandom, which are the same here: neither ever waits. */
    private static final class RandomBytes implements Device {
        @Override
        public int read(ByteBuffer target) {
            byte[] bytes = new byte[target.remaining()];
            HostEntropy.fill(bytes);
            target.put(bytes);
            return bytes.length;
        }

        @Override
        public void write(ByteBuffer source) {
            byte[] bytes = new byte[source.remaining()];
            source.get(bytes);
            Entropy.mix(bytes);
        }
    }
}
