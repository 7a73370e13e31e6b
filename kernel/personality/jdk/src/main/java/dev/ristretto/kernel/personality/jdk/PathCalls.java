package dev.ristretto.kernel.personality.jdk;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileKind;
import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.posix.FileFaults;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What java.io.File's natives do with paths. */
final class PathCalls {
    // BA_* of java.io.FileSystem.
    private static final int EXISTS = 1;
    private static final int REGULAR = 2;
    private static final int DIRECTORY = 4;

    // SPACE_* of java.io.FileSystem.
    private static final int SPACE_TOTAL = 0;

    private static final int ALL_MAY_READ_AND_WRITE = 0666;
    private static final int ALL_MAY_ALL = 0777;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private PathCalls() {}

    /** Without "." and ".." and, as far as the path exists, without symbolic links. */
    static String canonical(String path) throws IOException {
        FileSystem tree = SystemFiles.tree();
        String known = path.isEmpty() ? "/" : path;
        String rest = "";
        while (true) {
            try {
                String real = tree.realPath(known);
                return rest.isEmpty() ? real : normalize(real.equals("/") ? rest : real + rest);
            } catch (FileFault e) {
                if (e.reason() != FileFault.Reason.NOT_FOUND && e.reason() != FileFault.Reason.NOT_A_DIRECTORY) {
                    throw new IOException(FileFaults.errno(e.reason()).text());
                }
            }
            int slash = known.lastIndexOf('/');
            rest = (slash < 0 ? "/" + known : known.substring(slash)) + rest;
            known = slash <= 0 ? "/" : known.substring(0, slash);
        }
    }

    /** Removes empty names, "." and ".." by text alone. */
    private static String normalize(String path) {
        String result = "";
        for (int from = 0; from < path.length(); ) {
            int slash = path.indexOf('/', from);
            int end = slash < 0 ? path.length() : slash;
            String name = path.substring(from, end);
            if (name.equals("..")) {
                result = result.substring(0, Math.max(0, result.lastIndexOf('/')));
            } else if (!name.isEmpty() && !name.equals(".")) {
                result = result + "/" + name;
            }
            from = end + 1;
        }
        return result.isEmpty() ? "/" : result;
    }

    static int attributes(String path) {
        try {
            FileKind kind = SystemFiles.tree().find(path, true).kind();
            return EXISTS | (kind == FileKind.REGULAR ? REGULAR : 0) | (kind == FileKind.DIRECTORY ? DIRECTORY : 0);
        } catch (FileFault e) {
            return 0;
        }
    }

    static boolean exists(String path) {
        return attributes(path) != 0;
    }

    static long modifiedMillis(String path) {
        try {
            return SystemFiles.tree().find(path, true).modified() / NANOS_PER_MILLI;
        } catch (FileFault e) {
            return 0;
        }
    }

    static boolean setModifiedMillis(String path, long millis) {
        try {
            FileSystem tree = SystemFiles.tree();
            Inode inode = tree.find(path, true);
            inode.setTimes(inode.accessed(), millis * NANOS_PER_MILLI, tree.now());
            return true;
        } catch (FileFault e) {
            return false;
        }
    }

    static long length(String path) {
        try {
            return SystemFiles.tree().find(path, true).size();
        } catch (FileFault e) {
            return 0;
        }
    }

    static boolean changePermissions(String path, int bits, boolean set) {
        try {
            FileSystem tree = SystemFiles.tree();
            Inode inode = tree.find(path, true);
            int permissions = set ? inode.permissions() | bits : inode.permissions() & ~bits;
            inode.setPermissions(permissions, tree.now());
            return true;
        } catch (FileFault e) {
            return false;
        }
    }

    /** Whether the file was made; false if there was one. */
    static boolean create(String path) throws IOException {
        try {
            SystemFiles.tree().findOrCreate(path, true, false, ALL_MAY_READ_AND_WRITE);
            return true;
        } catch (FileFault e) {
            if (e.reason() == FileFault.Reason.EXISTS) {
                return false;
            }
            throw new IOException(FileFaults.errno(e.reason()).text());
        }
    }

    static boolean createDirectory(String path) {
        try {
            SystemFiles.tree().createDirectory(path, ALL_MAY_ALL);
            return true;
        } catch (FileFault e) {
            return false;
        }
    }

    static boolean delete(String path) {
        FileSystem tree = SystemFiles.tree();
        try {
            if (tree.find(path, false) instanceof Directory) {
                tree.removeDirectory(path);
            } else {
                tree.remove(path);
            }
            return true;
        } catch (FileFault e) {
            return false;
        }
    }

    static boolean rename(String from, String to) {
        try {
            SystemFiles.tree().rename(from, to);
            return true;
        } catch (FileFault e) {
            return false;
        }
    }

    static String @Nullable [] list(String path) {
        try {
            return SystemFiles.tree().find(path, true) instanceof Directory directory
                    ? directory.names().toArray(String[]::new)
                    : null;
        } catch (FileFault e) {
            return null;
        }
    }

    static long space(String path, int kind) {
        FileSystem tree = SystemFiles.tree();
        if (!exists(path)) {
            return 0;
        }
        return kind == SPACE_TOTAL ? tree.capacity() : tree.capacity() - tree.used();
    }

    static long longestName() {
        return FileSystem.LONGEST_NAME;
    }
}
