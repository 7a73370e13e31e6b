package dev.ristretto.kernel.filesystem;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A tree of files in memory.
 *
 * <p>Paths are absolute and separated by slashes; "." and ".." and symbolic links are resolved as POSIX says (IEEE
 * 1003.1-2024, section 4.16). Operations fail with the reason that POSIX gives for the function of that name. Safe for
 * use by several threads; changes of names are atomic.
 */
public final class FileSystem {
    /** The longest name of one file, in characters. */
    public static final int LONGEST_NAME = 255;

    private static final int DIRECTORY_PERMISSIONS = 0755;
    private static final int SEARCH_PERMISSIONS = 0111;

    private final Clock clock;
    private final Space space;
    private final AtomicLong lastNumber = new AtomicLong(1);
    private final Directory root;
    private final PathWalk walk;

    /** An empty tree that holds at most {@code capacity} bytes of file contents. */
    public FileSystem(long capacity, Clock clock) {
        this.clock = clock;
        space = new Space(capacity);
        root = new Directory(nextNumber(), DIRECTORY_PERMISSIONS, clock.nanoseconds(), null);
        root.linked(clock.nanoseconds());
        walk = new PathWalk(root);
    }

    /** How many bytes of file contents it can hold. */
    public long capacity() {
        return space.capacity();
    }

    /** How many of them are taken, in whole blocks. */
    public long used() {
        return space.used();
    }

    /** Now, by this file system's clock: nanoseconds since 1970-01-01T00:00:00Z. */
    public long now() {
        return clock.nanoseconds();
    }

    /** The file at {@code path}; a symbolic link at its end stands for its target only if {@code follow}. */
    public synchronized Inode find(String path, boolean follow) throws FileFault {
        return walk.find(path, follow);
    }

    /** The path to the same file without symbolic links, "." and "..". */
    public synchronized String realPath(String path) throws FileFault {
        Inode inode = walk.find(path, true);
        if (inode instanceof Directory directory) {
            return pathOf(directory);
        }
        PathWalk.Place place = walk.place(path, true);
        return join(pathOf(place.directory()), place.name());
    }

    /**
     * The file at {@code path}, or a new, empty regular one if there is none.
     *
     * @param exclusive whether it is an error (EXISTS) if there is one already
     * @param follow whether a symbolic link at the end stands for its target
     */
    public synchronized Inode findOrCreate(String path, boolean exclusive, boolean follow, int permissions)
            throws FileFault {
        PathWalk.Place place = walk.place(path, follow && !exclusive);
        Inode existing = place.inode();
        if (existing != null) {
            if (exclusive) {
                throw new FileFault(FileFault.Reason.EXISTS, path);
            }
            return existing;
        }
        if (path.endsWith("/")) {
            throw new FileFault(FileFault.Reason.IS_A_DIRECTORY, path);
        }
        RegularFile file = new RegularFile(nextNumber(), permissions, space, clock);
        place.directory().put(place.name(), file, now());
        return file;
    }

    /** mkdir. */
    public synchronized Directory createDirectory(String path, int permissions) throws FileFault {
        PathWalk.Place place = freePlace(path);
        Directory directory = new Directory(nextNumber(), permissions, now(), place.directory());
        place.directory().put(place.name(), directory, now());
        return directory;
    }

    /** A directory that holds {@code folder} from the start; everything in it may be changed. */
    public synchronized Directory createDirectory(String path, int permissions, Folder folder) throws FileFault {
        PathWalk.Place place = freePlace(path);
        Directory directory = filled(place.directory(), permissions, folder);
        place.directory().put(place.name(), directory, now());
        return directory;
    }

    private Directory filled(Directory parent, int permissions, Folder folder) {
        return new Directory(
                nextNumber(),
                permissions,
                folder.modified(),
                parent,
                directory -> fill(directory, permissions, folder));
    }

    /** The files in it get the permissions of the directory, except for searching. */
    private void fill(Directory directory, int permissions, Folder folder) {
        for (String name : folder.names()) {
            Folder inner = folder.folder(name);
            directory.addInitial(
                    name,
                    inner != null
                            ? filled(directory, permissions, inner)
                            : new RegularFile(
                                    nextNumber(),
                                    permissions & ~SEARCH_PERMISSIONS,
                                    space,
                                    clock,
                                    folder.content(name),
                                    folder.modified()));
        }
    }

    /** symlink: a new link at {@code path} that stands for {@code target}, which need not exist. */
    public synchronized void createSymbolicLink(String target, String path) throws FileFault {
        if (target.isEmpty()) {
            throw new FileFault(FileFault.Reason.NOT_FOUND, path);
        }
        PathWalk.Place place = freePlace(path);
        place.directory().put(place.name(), new SymbolicLink(nextNumber(), now(), target), now());
    }

    /** A device at {@code path}. */
    public synchronized void createDevice(String path, int permissions, Device device) throws FileFault {
        PathWalk.Place place = freePlace(path);
        place.directory().put(place.name(), new DeviceFile(nextNumber(), permissions, now(), device), now());
    }

    /** link: one more name for the file at {@code existing}, which must not be a directory. */
    public synchronized void link(String existing, String path) throws FileFault {
        Inode inode = walk.find(existing, false);
        if (inode instanceof Directory) {
            throw new FileFault(FileFault.Reason.NOT_PERMITTED, existing);
        }
        PathWalk.Place place = freePlace(path);
        place.directory().put(place.name(), inode, now());
    }

    /** unlink: removes the name of a file that is not a directory. */
    public synchronized void remove(String path) throws FileFault {
        PathWalk.Place place = takenPlace(path);
        if (place.inode() instanceof Directory) {
            throw new FileFault(FileFault.Reason.IS_A_DIRECTORY, path);
        }
        place.directory().remove(place.name(), now());
    }

    /** rmdir: removes a directory, which must be empty. */
    public synchronized void removeDirectory(String path) throws FileFault {
        PathWalk.Place place = takenPlace(path);
        if (!(place.inode() instanceof Directory directory)) {
            throw new FileFault(FileFault.Reason.NOT_A_DIRECTORY, path);
        }
        if (!directory.isEmpty()) {
            throw new FileFault(FileFault.Reason.NOT_EMPTY, path);
        }
        place.directory().remove(place.name(), now());
    }

    /** rename: what was at {@code to} before is replaced in the same moment. */
    public synchronized void rename(String from, String to) throws FileFault {
        PathWalk.Place source = takenPlace(from);
        PathWalk.Place target = namedPlace(to);
        Inode moved = source.inode();
        Inode replaced = target.inode();
        if (moved == replaced || moved == null) {
            return;
        }
        if (moved instanceof Directory && target.directory().isWithin(moved)) {
            throw new FileFault(FileFault.Reason.INVALID, to);
        }
        if (replaced != null) {
            checkReplaceable(moved, replaced, to);
        }
        // The new name first, so that the file never loses its last one on the way.
        target.directory().put(target.name(), moved, now());
        source.directory().remove(source.name(), now());
    }

    private static void checkReplaceable(Inode moved, Inode replaced, String path) throws FileFault {
        if (replaced instanceof Directory directory) {
            if (!(moved instanceof Directory)) {
                throw new FileFault(FileFault.Reason.IS_A_DIRECTORY, path);
            }
            if (!directory.isEmpty()) {
                throw new FileFault(FileFault.Reason.NOT_EMPTY, path);
            }
        } else if (moved instanceof Directory) {
            throw new FileFault(FileFault.Reason.NOT_A_DIRECTORY, path);
        }
    }

    private PathWalk.Place freePlace(String path) throws FileFault {
        PathWalk.Place place = walk.place(path, false);
        if (place.inode() != null) {
            throw new FileFault(FileFault.Reason.EXISTS, path);
        }
        return place;
    }

    private PathWalk.Place takenPlace(String path) throws FileFault {
        PathWalk.Place place = namedPlace(path);
        if (place.inode() == null) {
            throw new FileFault(FileFault.Reason.NOT_FOUND, path);
        }
        return place;
    }

    /** A place whose name can be taken away: the root, "." and ".." have none. */
    private PathWalk.Place namedPlace(String path) throws FileFault {
        PathWalk.Place place = walk.place(path, false);
        if (place.name().isEmpty()) {
            throw new FileFault(FileFault.Reason.BUSY, path);
        }
        return place;
    }

    private static String pathOf(Directory directory) {
        Directory parent = directory.parent();
        return parent == directory ? "/" : join(pathOf(parent), parent.nameOf(directory));
    }

    private static String join(String directory, @Nullable String name) {
        return directory.endsWith("/") ? directory + name : directory + "/" + name;
    }

    private long nextNumber() {
        return lastNumber.incrementAndGet();
    }
}
