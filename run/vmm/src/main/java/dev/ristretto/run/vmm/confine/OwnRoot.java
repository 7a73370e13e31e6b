package dev.ristretto.run.vmm.confine;

import dev.ristretto.abi.linux.SystemCalls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The part of a script that leaves this host behind: namespaces of the program's own (namespaces(7)), made by nobody
 * but the user, and a root that is empty but for what is put into it (mount_namespaces(7), pivot_root(2)).
 */
final class OwnRoot {

    // Flags of unshare(2).
    private static final long MOUNTS = 0x0002_0000;
    private static final long GROUPS_OF_CONTROL = 0x0200_0000;
    private static final long HOST_NAME = 0x0400_0000;
    private static final long INTERPROCESS = 0x0800_0000;
    private static final long USERS = 0x1000_0000;
    private static final long NETWORK = 0x4000_0000;

    // Flags of open(2).
    private static final long WRITE_ONLY = 1;
    private static final long CREATE = 0x40;
    private static final long PATH_ONLY = 0x20_0000;

    // Flags of mount(2) and umount2(2).
    private static final long NO_SET_UID = 2;
    private static final long NO_DEVICES = 4;
    private static final long BIND = 0x1000;
    private static final long RECURSIVE = 0x4000;
    private static final long PRIVATE = 0x4_0000;
    private static final long DETACH = 2;

    // Of mount_setattr(2).
    private static final long HERE = -100;
    private static final long ALL_BELOW = 0x8000;
    private static final long READ_ONLY = 1;
    private static final long ATTRIBUTES_SIZE = 32;

    private static final long READ_BY_ALL = 0755;

    /** Somewhere to put the new root until it is the root; what is there goes out of sight. */
    private static final String PLACE = "/tmp";

    private static final Path DEVICES = Path.of("/dev");

    /** Who root is inside, so that being root outside gives no power there. */
    private static final int NOBODY = 65534;

    /**
     * Something of this host that is there inside as well.
     *
     * @param outside where it is
     * @param inside where it is to be
     * @param folder whether it is one, with all below it
     * @param writable whether it may be changed
     */
    record Share(Path outside, Path inside, boolean folder, boolean writable) {

        /** At the same place, if it is there at all. */
        static Share same(Path path, boolean writable) {
            return new Share(path, path, Files.isDirectory(path), writable);
        }
    }

    private final LaunchScript script;
    private final long free;
    private final Set<Path> folders = new HashSet<>();

    private OwnRoot(LaunchScript script, long free) {
        this.script = script;
        this.free = free;
    }

    /**
     * Adds it to a script.
     *
     * @param free the lowest descriptor that is not open; none above it is, and none is afterwards
     * @param network whether the program gets a network namespace, in which there is nothing
     * @param shares in this order
     * @param links symbolic links that are made besides
     */
    static void enter(LaunchScript script, long free, boolean network, List<Share> shares, List<Link> links) {
        new OwnRoot(script, free).enter(network, shares, links);
    }

    /** A symbolic link. */
    record Link(Path at, Path to) {}

    private void enter(boolean network, List<Share> shares, List<Link> links) {
        long namespaces = USERS | MOUNTS | INTERPROCESS | HOST_NAME | GROUPS_OF_CONTROL | (network ? NETWORK : 0);
        script.call("namespaces of a user's own", SystemCalls.UNSHARE, namespaces);
        // What was opened before would belong to the mounts of outside. Each gets the next free descriptor.
        for (Share share : shares) {
            script.call(share.outside + " to be opened", SystemCalls.OPEN, script.text(share.outside), PATH_ONLY);
        }
        long next = free + shares.size();
        become(next);
        script.call("mounts of its own", SystemCalls.MOUNT, 0, script.text("/"), 0, RECURSIVE | PRIVATE);
        script.call(
                "an empty root",
                SystemCalls.MOUNT,
                script.text("root"),
                script.text(PLACE),
                script.text("tmpfs"),
                NO_SET_UID | NO_DEVICES,
                script.text("mode=755"));
        script.call("an empty root to be entered", SystemCalls.CHDIR, script.text(PLACE));
        for (Link link : links) {
            script.attempt(SystemCalls.SYMLINK, script.text(link.to), script.text(relative(link.at)));
        }
        for (int i = 0; i < shares.size(); i++) {
            place(shares.get(i), free + i, next);
        }
        long here = script.text(".");
        script.call("a root of its own", SystemCalls.PIVOT_ROOT, here, here);
        script.call("the old root to be left", SystemCalls.UMOUNT, here, DETACH);
        script.call("the new root to be entered", SystemCalls.CHDIR, script.text("/"));
        restrict("/", 0, READ_ONLY | NO_DEVICES);
        script.call("descriptors to be closed", SystemCalls.CLOSE_RANGE, free, 0xffff_ffffL, 0);
    }

    /** The user stays who it is, but for root. */
    private void become(long descriptor) {
        int user = attribute("unix:uid");
        int group = attribute("unix:gid");
        write("/proc/self/setgroups", "deny", descriptor);
        write("/proc/self/uid_map", (user == 0 ? NOBODY : user) + " " + user + " 1", descriptor);
        write("/proc/self/gid_map", (group == 0 ? NOBODY : group) + " " + group + " 1", descriptor);
    }

    private void write(String file, String text, long descriptor) {
        script.call(file + " to be opened", SystemCalls.OPEN, script.text(file), WRITE_ONLY);
        byte[] content = text.getBytes(StandardCharsets.US_ASCII);
        script.call(file + " to be written", SystemCalls.WRITE, descriptor, script.bytes(content), content.length);
        script.call(file + " to be closed", SystemCalls.CLOSE, descriptor);
    }

    private void place(Share share, long from, long next) {
        Path inside = share.inside;
        for (int names = 1; names < inside.getNameCount(); names++) {
            if (folders.add(inside.subpath(0, names))) {
                script.attempt(SystemCalls.MKDIR, script.text(inside.subpath(0, names)), READ_BY_ALL);
            }
        }
        String target = relative(inside);
        if (share.folder) {
            script.attempt(SystemCalls.MKDIR, script.text(target), READ_BY_ALL);
        } else {
            script.attempt(SystemCalls.OPEN, script.text(target), CREATE | WRITE_ONLY, READ_BY_ALL);
            script.attempt(SystemCalls.CLOSE, next);
        }
        script.call(
                share.outside + " to be shared",
                SystemCalls.MOUNT,
                script.text("/proc/self/fd/" + from),
                script.text(target),
                0,
                share.folder ? BIND | RECURSIVE : BIND);
        restrict(
                target,
                ALL_BELOW,
                (share.writable ? 0 : READ_ONLY) | (share.outside.startsWith(DEVICES) ? 0 : NO_DEVICES));
    }

    /** Since Linux 5.12. Before, what the user may not change anyway is not to be changed. */
    private void restrict(String path, long how, long attributes) {
        script.attempt(
                SystemCalls.MOUNT_SETATTR,
                HERE,
                script.text(path),
                how,
                script.words(attributes | NO_SET_UID, 0, 0, 0),
                ATTRIBUTES_SIZE);
    }

    /** As seen from the new root while that is the working folder. */
    private static String relative(Path path) {
        return path.subpath(0, path.getNameCount()).toString();
    }

    private static int attribute(String name) {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), name);
        } catch (IOException e) {
            throw new IllegalStateException("the user who runs this is not known: " + e.getMessage(), e);
        }
    }
}
