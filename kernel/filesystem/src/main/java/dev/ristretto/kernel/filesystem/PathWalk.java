package dev.ristretto.kernel.filesystem;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Follows a path from the root through directories and symbolic links (IEEE 1003.1-2024, section 4.16). */
final class PathWalk {
    /** As Linux: a path that passes through more symbolic links is taken for a circle. */
    private static final int MOST_LINKS = 40;

    private static final int LONGEST_PATH = 4096;

    private final Directory root;

    PathWalk(Directory root) {
        this.root = root;
    }

    /**
     * Where the last name of a path stands.
     *
     * @param directory what holds the name
     * @param name empty if the path ends in the root, "." or ".."
     * @param inode what has that name, if anything
     */
    record Place(Directory directory, String name, @Nullable Inode inode) {}

    Inode find(String path, boolean follow) throws FileFault {
        Inode inode = place(path, follow).inode();
        if (inode == null) {
            throw new FileFault(FileFault.Reason.NOT_FOUND, path);
        }
        return inode;
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
        Place place = new Place(root, "", root);
        int links = 0;
        while (!names.isEmpty()) {
            Directory directory = asDirectory(place.inode(), path);
            place = step(directory, names.pop(), path);
            boolean last = names.isEmpty();
            if (place.inode() instanceof SymbolicLink link && (!last || follow || wantsDirectory)) {
                if (++links > MOST_LINKS) {
                    throw new FileFault(FileFault.Reason.TOO_MANY_LINKS, path);
                }
                String target = link.target();
                push(target, names);
                Directory base = target.startsWith("/") ? root : directory;
                place = new Place(base, "", base);
            }
        }
        if (wantsDirectory && place.inode() != null) {
            asDirectory(place.inode(), path);
        }
        return place;
    }

    private static Place step(Directory directory, String name, String path) throws FileFault {
        if (name.equals("..")) {
            return new Place(directory.parent(), "", directory.parent());
        }
        if (name.length() > FileSystem.LONGEST_NAME) {
            throw new FileFault(FileFault.Reason.NAME_TOO_LONG, path);
        }
        return new Place(directory, name, directory.find(name));
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
