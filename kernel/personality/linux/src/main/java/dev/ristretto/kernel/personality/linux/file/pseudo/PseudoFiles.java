package dev.ristretto.kernel.personality.linux.file.pseudo;

import dev.ristretto.kernel.filesystem.Device;
import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileKind;
import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.SpecialFile;
import dev.ristretto.kernel.filesystem.Volume;
import dev.ristretto.kernel.filesystem.generated.GeneratedVolume;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Puts what programs of Linux expect beside their own files into a tree: /proc, /sys, /dev, and a little of /etc. */
public final class PseudoFiles {
    private static final int DIRECTORY = 0755;
    private static final int SHARED = 01777;
    private static final int FILE = 0644;

    /** The device number of /dev/tty: major 5, minor 0. */
    private static final int TERMINAL = 0x500;

    private static final Map<String, String> CONFIGURATION = Map.of(
            "/etc/passwd",
                    "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n",
            "/etc/group", "root:x:0:\nnogroup:x:65534:\n",
            "/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n",
            "/etc/hosts", "127.0.0.1 localhost\n",
            "/etc/resolv.conf", "");

    private static final Map<String, String> LINKS = Map.of(
            "/dev/fd", "/proc/self/fd",
            "/dev/stdin", "/proc/self/fd/0",
            "/dev/stdout", "/proc/self/fd/1",
            "/dev/stderr", "/proc/self/fd/2",
            "/etc/mtab", "/proc/self/mounts");

    private final SystemFacts facts;
    private final FileSystem tree;

    private PseudoFiles(SystemFacts facts, FileSystem tree) {
        this.facts = facts;
        this.tree = tree;
    }

    /**
     * Puts them there; what the tree already has of /dev and /etc stays.
     *
     * @param sharedMemory what /dev/shm is
     * @throws FileFault if there is no place for them
     */
    public static void addTo(FileSystem tree, SystemFacts facts, MemoryVolume sharedMemory) throws FileFault {
        PseudoFiles files = new PseudoFiles(facts, tree);
        files.mount("/proc", new GeneratedVolume("proc", tree::now, new ProcessTree(facts, tree)));
        files.mount("/sys", new GeneratedVolume("sysfs", tree::now, SystemTree.root(facts)));
        files.directory("/dev");
        files.directory("/etc");
        for (Map.Entry<String, Device> device : StandardDevices.byName(facts).entrySet()) {
            files.device("/dev/" + device.getKey(), device.getValue());
        }
        files.terminal();
        sharedMemory.root().setPermissions(SHARED, tree.now());
        files.mount("/dev/shm", sharedMemory);
        for (Map.Entry<String, String> link : LINKS.entrySet()) {
            files.link(link.getValue(), link.getKey());
        }
        for (Map.Entry<String, String> text : CONFIGURATION.entrySet()) {
            files.text(text.getKey(), text.getValue());
        }
        files.text("/etc/hostname", files.facts.hostName() + "\n");
    }

    private interface Making {
        void make() throws FileFault;
    }

    /** What is there already stays; where nothing may be changed, the image has what it needs. */
    private static void unlessThere(Making making) throws FileFault {
        try {
            making.make();
        } catch (FileFault e) {
            if (e.reason() != FileFault.Reason.EXISTS && e.reason() != FileFault.Reason.READ_ONLY) {
                throw e;
            }
        }
    }

    private void directory(String path) throws FileFault {
        unlessThere(() -> {
            Directory unused = tree.createDirectory(path, DIRECTORY);
        });
    }

    private void mount(String path, Volume volume) throws FileFault {
        directory(path);
        tree.mount(path, volume);
    }

    private void device(String path, Device device) throws FileFault {
        unlessThere(() -> tree.createDevice(path, 0666, device));
    }

    /** /dev/tty cannot be opened: no terminal controls a process (ENXIO). */
    private void terminal() throws FileFault {
        unlessThere(() -> {
            if (tree.find("/dev", true) instanceof Directory directory) {
                SpecialFile unused = directory.createSpecial("tty", FileKind.DEVICE, TERMINAL, 0666);
            }
        });
    }

    private void link(String target, String path) throws FileFault {
        unlessThere(() -> tree.createSymbolicLink(target, path));
    }

    private void text(String path, String text) throws FileFault {
        unlessThere(() -> {
            RegularFile file =
                    (RegularFile) tree.findOrCreate(path, true, false, FILE).inode();
            long unused = file.append(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        });
    }
}
