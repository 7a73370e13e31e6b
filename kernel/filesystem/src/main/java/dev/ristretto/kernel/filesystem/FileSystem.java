package dev.ristretto.kernel.filesystem;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Paths through a volume and those that are mounted in it.
 *
 * <p>Paths are absolute and separated by slashes; "." and ".." and symbolic links are resolved as POSIX says (IEEE
 * 1003.1-2024, section 4.16). Operations fail with the reason that POSIX gives for the function of that name. Safe for
 * use by several threads; changes of names are atomic.
 */
public final class FileSystem {
    /** The longest name of one file, in characters. */
    public static final int LONGEST_NAME = 255;

    private final Mount root;
    private final List<Mount> mounts = new ArrayList<>();
    private final PathWalk walk;
    /** How many files got other names, by which both sides of such a change are found to belong together. */
    private int moves;

    /** Paths that begin at the root of {@code volume}. */
    public FileSystem(Volume volume) {
        root = new Mount("/", volume, Mount.ROOT_NUMBER, null, null, new FileWatches());
        mounts.add(root);
        walk = new PathWalk(root);
    }

    /**
     * mount: paths to the directory at {@code path} lead to the root of {@code added} from now on.
     *
     * @throws FileFault NOT_A_DIRECTORY if there is none, BUSY if it is the root or a volume is mounted there already
     */
    public synchronized void mount(String path, Volume added) throws FileFault {
        PathWalk.Place place = walk.place(path, true);
        if (place.inode() == null) {
            throw new FileFault(FileFault.Reason.NOT_FOUND, path);
        }
        if (!(place.inode() instanceof Directory covered)) {
            throw new FileFault(FileFault.Reason.NOT_A_DIRECTORY, path);
        }
        if (covered.parent() == covered) {
            throw new FileFault(FileFault.Reason.BUSY, path);
        }
        Mount mount =
                new Mount(realPath(path), added, mounts.size() + 1L, covered, place.inodeMount(), new FileWatches());
        mounts.add(mount);
        walk.cover(mount);
    }

    /**
     * Nothing in the volume that this file system began with can be changed by way of paths from now on (READ_ONLY);
     * what is mounted in it can. Devices can still be written to.
     */
    public void restrictRoot() {
        root.restrict();
    }

    /** What is mounted, the root first. */
    public synchronized List<Mount> mounts() {
        return List.copyOf(mounts);
    }

    /** Now, by this file system's clock: nanoseconds since 1970-01-01T00:00:00Z. */
    public long now() {
        return root.volume().now();
    }

    /** The file at {@code path}; a symbolic link at its end stands for its target only if {@code follow}. */
    public Inode find(String path, boolean follow) throws FileFault {
        return locate(path, follow).inode();
    }

    /** The same, with the mount that the file is in. */
    public synchronized Location locate(String path, boolean follow) throws FileFault {
        return walk.find(path, follow);
    }

    /** The path that leads to a directory now; NOT_FOUND if it has been removed. */
    public synchronized String pathOf(Location directory) throws FileFault {
        return walk.pathOf(directory.mount(), (Directory) directory.inode());
    }

    /** The path to the same file without symbolic links, "." and "..". */
    public synchronized String realPath(String path) throws FileFault {
        Location found = walk.find(path, true);
        if (found.inode() instanceof Directory directory) {
            return walk.pathOf(found.mount(), directory);
        }
        PathWalk.Place place = walk.place(path, true);
        return PathWalk.join(walk.pathOf(place.mount(), place.directory()), place.name());
    }

    /**
     * The file at {@code path}, or a new, empty regular one if there is none.
     *
     * @param exclusive whether it is an error (EXISTS) if there is one already
     * @param follow whether a symbolic link at the end stands for its target
     */
    public Location findOrCreate(String path, boolean exclusive, boolean follow, int permissions) throws FileFault {
        return findOrCreate(path, exclusive, follow, permissions, false);
    }

    /**
     * The same.
     *
     * @param cut whether a regular file that was there already loses its contents
     */
    public synchronized Location findOrCreate(
            String path, boolean exclusive, boolean follow, int permissions, boolean cut) throws FileFault {
        PathWalk.Place place = walk.place(path, follow && !exclusive);
        Inode existing = place.inode();
        if (existing != null) {
            if (exclusive) {
                throw new FileFault(FileFault.Reason.EXISTS, path);
            }
            Location found = new Location(existing, place.inodeMount());
            if (cut && existing instanceof RegularFile file) {
                place.inodeMount().requireWritable(path);
                file.truncate(0);
                found.changed(FileChange.MODIFIED);
            }
            return found;
        }
        if (path.endsWith("/")) {
            throw new FileFault(FileFault.Reason.IS_A_DIRECTORY, path);
        }
        place.mount().requireWritable(path);
        RegularFile file = place.directory().createFile(place.name(), permissions);
        created(place, file);
        return new Location(file, place.mount());
    }

    /** mkdir. */
    public synchronized Directory createDirectory(String path, int permissions) throws FileFault {
        PathWalk.Place place = freePlace(path);
        Directory directory = place.directory().createDirectory(place.name(), permissions);
        created(place, directory);
        return directory;
    }

    /**
     * A directory that holds {@code folder} from the start; everything in it may be changed. As it belongs to the tree
     * from the start, it comes also where nothing can be changed.
     */
    public synchronized Directory createDirectory(String path, int permissions, Folder folder) throws FileFault {
        PathWalk.Place place = emptyPlace(path);
        Directory directory = place.directory().createDirectory(place.name(), permissions, folder);
        created(place, directory);
        return directory;
    }

    /** symlink: a new link at {@code path} that stands for {@code target}, which need not exist. */
    public synchronized void createSymbolicLink(String target, String path) throws FileFault {
        if (target.isEmpty()) {
            throw new FileFault(FileFault.Reason.NOT_FOUND, path);
        }
        PathWalk.Place place = freePlace(path);
        created(place, place.directory().createSymbolicLink(place.name(), target));
    }

    /** A device at {@code path}. */
    public synchronized void createDevice(String path, int permissions, Device device) throws FileFault {
        PathWalk.Place place = freePlace(path);
        created(place, place.directory().createDevice(place.name(), permissions, device));
    }

    /** mknod: a device, pipe or socket at {@code path} that somebody else knows, see {@link SpecialFile}. */
    public synchronized SpecialFile createSpecial(String path, FileKind kind, int device, int permissions)
            throws FileFault {
        PathWalk.Place place = freePlace(path);
        SpecialFile file = place.directory().createSpecial(place.name(), kind, device, permissions);
        created(place, file);
        return file;
    }

    /** link: one more name for the file at {@code existing}, which must not be a directory. */
    public synchronized void link(String existing, String path) throws FileFault {
        Location found = walk.find(existing, false);
        if (found.inode() instanceof Directory) {
            throw new FileFault(FileFault.Reason.NOT_PERMITTED, existing);
        }
        PathWalk.Place place = freePlace(path);
        requireSame(found.mount(), place.mount(), path);
        place.directory().link(place.name(), found.inode());
        created(place, found.inode());
    }

    /** unlink: removes the name of a file that is not a directory. */
    public synchronized void remove(String path) throws FileFault {
        PathWalk.Place place = namedPlace(path);
        Inode removed = taken(place, path);
        place.directory().remove(place.name());
        named(FileChange.DELETED, place, removed, 0);
    }

    /** rmdir: removes a directory, which must be empty. */
    public synchronized void removeDirectory(String path) throws FileFault {
        PathWalk.Place place = namedPlace(path);
        Inode removed = taken(place, path);
        place.directory().removeDirectory(place.name());
        named(FileChange.DELETED, place, removed, 0);
        goneIfDirectory(place, removed);
    }

    /** rename: what was at {@code to} before is replaced in the same moment. */
    public void rename(String from, String to) throws FileFault {
        rename(from, to, true);
    }

    /** The same; without {@code replace} it fails with EXISTS if there was something. */
    public synchronized void rename(String from, String to, boolean replace) throws FileFault {
        PathWalk.Place source = namedPlace(from);
        Inode moved = taken(source, from);
        PathWalk.Place target = namedPlace(to);
        requireSame(source.mount(), target.mount(), to);
        source.directory().rename(source.name(), target.directory(), target.name(), replace);
        if (moved != target.inode()) {
            moves = Math.max(moves + 1, 1);
            named(FileChange.MOVED_FROM, source, moved, moves);
            named(FileChange.MOVED_TO, target, moved, moves);
            goneIfDirectory(target, target.inode());
        }
    }

    private static void created(PathWalk.Place place, Inode inode) {
        named(FileChange.CREATED, place, inode, 0);
    }

    private static void named(FileChange change, PathWalk.Place place, Inode inode, int move) {
        place.mount().watches().named(change, place.directory(), place.name(), inode, move);
    }

    private static void goneIfDirectory(PathWalk.Place place, @Nullable Inode inode) {
        if (inode instanceof Directory directory) {
            place.mount().watches().gone(directory);
        }
    }

    private PathWalk.Place emptyPlace(String path) throws FileFault {
        PathWalk.Place place = walk.place(path, false);
        if (place.inode() != null) {
            throw new FileFault(FileFault.Reason.EXISTS, path);
        }
        return place;
    }

    private PathWalk.Place freePlace(String path) throws FileFault {
        PathWalk.Place place = emptyPlace(path);
        place.mount().requireWritable(path);
        return place;
    }

    private static Inode taken(PathWalk.Place place, String path) throws FileFault {
        Inode inode = place.inode();
        if (inode == null) {
            throw new FileFault(FileFault.Reason.NOT_FOUND, path);
        }
        place.mount().requireWritable(path);
        return inode;
    }

    /** A place whose name can be taken away: the root, "." and ".." have none, and a mount keeps its own. */
    private PathWalk.Place namedPlace(String path) throws FileFault {
        PathWalk.Place place = walk.place(path, false);
        if (place.name().isEmpty() || place.isMountPoint()) {
            throw new FileFault(FileFault.Reason.BUSY, path);
        }
        return place;
    }

    /** A file has names in its own volume only. */
    private static void requireSame(Mount mount, Mount other, String path) throws FileFault {
        if (mount != other) {
            throw new FileFault(FileFault.Reason.CROSS_DEVICE, path);
        }
    }
}
