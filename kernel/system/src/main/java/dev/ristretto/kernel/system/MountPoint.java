package dev.ristretto.kernel.system;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.Inode;
import org.jspecify.annotations.Nullable;

/** The directory that a volume is mounted at. */
final class MountPoint {
    private static final int DIRECTORY = 0755;

    private MountPoint() {}

    /**
     * Makes it and those that lead to it, as far as they are not there; also in a root that nobody may change, for it
     * belongs to how the instance is set up.
     *
     * @param path absolute
     */
    static void make(FileSystem tree, String path) throws FileFault {
        for (int end = path.indexOf('/', 1); end >= 0; end = path.indexOf('/', end + 1)) {
            makeOne(tree, path.substring(0, end));
        }
        makeOne(tree, path);
    }

    private static void makeOne(FileSystem tree, String path) throws FileFault {
        if (find(tree, path) != null) {
            return;
        }
        int slash = path.lastIndexOf('/');
        if (!(tree.find(path.substring(0, Math.max(1, slash)), true) instanceof Directory parent)) {
            throw new FileFault(FileFault.Reason.NOT_A_DIRECTORY, path);
        }
        Directory unused = parent.createDirectory(path.substring(slash + 1), DIRECTORY);
    }

    private static @Nullable Inode find(FileSystem tree, String path) throws FileFault {
        try {
            return tree.find(path, true);
        } catch (FileFault e) {
            if (e.reason() == FileFault.Reason.NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }
}
