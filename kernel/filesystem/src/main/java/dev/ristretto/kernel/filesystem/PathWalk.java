package dev.ristretto.kernel.filesystem;

import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows a path from the root through directories, mounts and symbolic links (IEEE 1003.1-2024, section 4.16). Not
 * safe for use by several threads.
 */
final class PathWalk {
    /** As Linux: a path that passes through more symbolic links is taken for a circle. */
    private static final int MOST_LINKS = 40;

    private static final int LONGEST_PATH = 4096;

    private final Mount root;

    /** The mounts by the directories that they cover; empty as long as there is only the root. */
    private final Map<Directory, Mount> covering = new IdentityHashMap<>();

    PathWalk(Mount root) {
        this.root = root;
    }

    /**
     * Where the last name of a path stands.
     *
     * @param mount what {@code directory} is in
     * @param directory what holds the name
     * @param name empty if the path ends in the root, "." or ".."
     * @param inode what has that name, if anything; of a directory that a mount covers, the root of that
     * @param inodeMount what {@code inode} is in
     */
    record Place(
            Mount mount,
            Directory directory,
            String name,
            @Nullable Inode inode,
            Mount inodeMount) {
        /** Whether a volume is mounted here. */
        boolean isMountPoint() {
            return mount != inodeMount;
        }

        private static Place of(Mount mount, Directory directory) {
            return new Place(mount, directory, "", directory, mount);
        }
    }

    /** From now on, paths that lead to what {@code mount} covers lead to its root. */
    void cover(Mount mount) {
        Directory covered = mount.covered();
        if (covered != null) {
            covering.put(covered, mount);
        }
    }

    Location find(String path, boolean follow) throws FileFault {
        Place place = place(path, follow);
        Inode inode = place.inode();
        if (inode == null) {
            throw new FileFault(FileFault.Reason.NOT_FOUND, path);
        }
        return new Location(inode, place.inodeMount());
    }

    /** The path that leads to a directory, without links. */
    String pathOf(Mount mount, Directory directory) throws FileFault {
        Directory parent = directory.parent();
        if (parent != directory) {
            return join(pathOf(mount, parent), parent.nameOf(directory));
        }
        Directory covered = mount.covered();
        Mount above = mount.parent();
        return covered == null || above == null ? "/" : pathOf(above, covered);
    }

    static String join(String directory, String name) {
        return directory.endsWith("/") ? directory + name : directory + "/" + name;
    }

    /** Everything but the last name must exist. */
    Place place(String path, boolean follow) throws FileFault {
        if (path.isEmpty()) {
            throw new FileFault(FileFault.Reason.NOT_FOUND, path);
        }
        if (path.length() > LONGEST_PATH) {
            throw new FileFault(FileFault.Reason.NAME_TOO_LONG, path);
        }
        if (path.indexOf('\0') >= 0) {
            throw new FileFault(FileFault.Reason.INVALID, path);
        }
        ArrayDeque<String> names = new ArrayDeque<>();
        push(path, names);
        // A slash at the end asks for a directory, and so for the target of a link.
        boolean wantsDirectory = path.endsWith("/");
        Place place = Place.of(root, root.volume().root());
        int links = 0;
        while (!names.isEmpty()) {
            Place from = Place.of(place.inodeMount(), asDirectory(place.inode(), path));
            place = step(from, names.pop(), path);
            boolean last = names.isEmpty();
            if (place.inode() instanceof SymbolicLink link && (!last || follow || wantsDirectory)) {
                if (++links > MOST_LINKS) {
                    throw new FileFault(FileFault.Reason.TOO_MANY_LINKS, path);
                }
                Location direct = link instanceof DirectLink leading ? leading.destination() : null;
                if (direct != null) {
                    place = new Place(from.mount(), from.directory(), place.name(), direct.inode(), direct.mount());
                    continue;
                }
                String target = link.target();
                push(target, names);
                place = target.startsWith("/") ? Place.of(root, root.volume().root()) : from;
            }
        }
        if (wantsDirectory && place.inode() != null) {
            asDirectory(place.inode(), path);
        }
        return place;
    }

    private Place step(Place from, String name, String path) throws FileFault {
        if (name.equals("..")) {
            return above(from);
        }
        if (name.length() > FileSystem.LONGEST_NAME) {
            throw new FileFault(FileFault.Reason.NAME_TOO_LONG, path);
        }
        Mount mount = from.mount();
        Inode inode = from.directory().find(name);
        if (!covering.isEmpty() && inode instanceof Directory directory) {
            Mount over = covering.get(directory);
            if (over != null) {
                return new Place(mount, from.directory(), name, over.volume().root(), over);
            }
        }
        return new Place(mount, from.directory(), name, inode, mount);
    }

    private static Place above(Place from) throws FileFault {
        Mount mount = from.mount();
        Directory directory = from.directory();
        Directory covered = mount.covered();
        Mount above = mount.parent();
        if (covered != null && above != null && directory.parent() == directory) {
            return Place.of(above, covered.parent());
        }
        return Place.of(mount, directory.parent());
    }

    private static Directory asDirectory(@Nullable Inode inode, String path) throws FileFault {
        if (inode instanceof Directory directory) {
            return directory;
        }
        throw new FileFault(inode == null ? FileFault.Reason.NOT_FOUND : FileFault.Reason.NOT_A_DIRECTORY, path);
    }

    /** Puts the names of {@code path} before those that wait; empty ones and "." mean nothing. */
    private static void push(String path, ArrayDeque<String> names) {
        int end = path.length();
        while (end > 0) {
            int start = path.lastIndexOf('/', end - 1) + 1;
            String name = path.substring(start, end);
            if (!name.isEmpty() && !name.equals(".")) {
                names.push(name);
            }
            end = start - 1;
        }
    }
}
