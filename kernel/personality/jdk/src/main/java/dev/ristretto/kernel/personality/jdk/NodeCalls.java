package dev.ristretto.kernel.personality.jdk;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileKind;
import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.SymbolicLink;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.FileFaults;
import dev.ristretto.kernel.posix.FileOpening;
import dev.ristretto.kernel.posix.InodeFile;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** What the system calls of sun.nio.fs do. There is one user, root. */
final class NodeCalls {
    /** The device number of the one file system. */
    static final long DEVICE = 1;

    /** SUPPORTS_BIRTHTIME of sun.nio.fs.UnixNativeDispatcher: stat fills the time of creation. */
    static final int CAPABILITIES = 1 << 16;

    private static final int ROOT = 0;
    /** The usual umask: what others may not do with what is made here. */
    private static final int MASKED_PERMISSIONS = 022;

    private static final int MAY_EXECUTE = 1;
    private static final int EXECUTE_BITS = 0111;

    private static final int MODE_SOCKET = 0140000;
    private static final int MODE_LINK = 0120000;
    private static final int MODE_REGULAR = 0100000;
    private static final int MODE_DIRECTORY = 0040000;
    private static final int MODE_DEVICE = 0020000;

    private static final int BLOCK_SIZE = 4096;
    private static final int COPY_SIZE = 64 * 1024;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private static final Handles<Iterator<String>> DIRECTORIES = new Handles<>();

    private NodeCalls() {}

    /** Throws the failure as the JDK's UnixException, which is checked but cannot be named here. */
    static RuntimeException unixException(PosixException failure) {
        Object exception = new Target_sun_nio_fs_UnixException(failure.errno().number());
        throw NodeCalls.<RuntimeException>undeclared((Throwable) exception);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // The compiler must take it for unchecked.
    private static <X extends Throwable> X undeclared(Throwable exception) throws X {
        throw (X) exception;
    }

    static String text(Target_sun_nio_fs_UnixPath path) {
        return text(path.getByteArrayForSysCalls());
    }

    static String text(byte[] path) {
        return new String(path, StandardCharsets.UTF_8);
    }

    static String message(int number) {
        for (Errno errno : Errno.values()) {
            if (errno.number() == number) {
                return errno.text();
            }
        }
        return "Unknown error " + number;
    }

    static int open(String path, int flags, int permissions) throws PosixException {
        OpenFile file = FileOpening.open(SystemFiles.tree(), path, flags, permissions & ~MASKED_PERMISSIONS);
        return Descriptors.TABLE.open(file);
    }

    static Inode find(String path, boolean follow) throws PosixException {
        try {
            return SystemFiles.tree().find(path, follow);
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
    }

    static Inode inode(int fd) throws PosixException {
        return Descriptors.TABLE.get(fd, InodeFile.class, Errno.EINVAL).inode();
    }

    static void link(String existing, String path) throws PosixException {
        try {
            SystemFiles.tree().link(existing, path);
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
    }

    static void symbolicLink(String target, String path) throws PosixException {
        try {
            SystemFiles.tree().createSymbolicLink(target, path);
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
    }

    static void unlink(String path) throws PosixException {
        try {
            SystemFiles.tree().remove(path);
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
    }

    static void rename(String from, String to) throws PosixException {
        try {
            SystemFiles.tree().rename(from, to);
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
    }

    static void makeDirectory(String path, int permissions) throws PosixException {
        try {
            Directory unused = SystemFiles.tree().createDirectory(path, permissions & ~MASKED_PERMISSIONS);
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
    }

    static void removeDirectory(String path) throws PosixException {
        try {
            SystemFiles.tree().removeDirectory(path);
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
    }

    static byte[] readLink(String path) throws PosixException {
        if (find(path, false) instanceof SymbolicLink link) {
            return link.target().getBytes(StandardCharsets.UTF_8);
        }
        throw new PosixException(Errno.EINVAL);
    }

    static byte[] realPath(String path) throws PosixException {
        try {
            return SystemFiles.tree().realPath(path).getBytes(StandardCharsets.UTF_8);
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
    }

    static void setPermissions(Inode inode, int permissions) {
        inode.setPermissions(permissions, SystemFiles.tree().now());
    }

    static void setTimes(Inode inode, long accessed, long modified) {
        inode.setTimes(accessed, modified, SystemFiles.tree().now());
    }

    /** The errno, 0 if it is allowed: root may do all but execute what nobody may execute. */
    static int access(Inode inode, int mode) {
        boolean denied = (mode & MAY_EXECUTE) != 0
                && inode.kind() == FileKind.REGULAR
                && (inode.permissions() & EXECUTE_BITS) == 0;
        return denied ? Errno.EACCES.number() : 0;
    }

    /** A number for {@link #nextName}. */
    static long openDirectory(String path) throws PosixException {
        if (find(path, true) instanceof Directory directory) {
            return DIRECTORIES.add(directory.names().iterator());
        }
        throw new PosixException(Errno.ENOTDIR);
    }

    static byte @Nullable [] nextName(long directory) {
        Iterator<String> names = DIRECTORIES.get(directory);
        return names.hasNext() ? names.next().getBytes(StandardCharsets.UTF_8) : null;
    }

    static void closeDirectory(long directory) {
        DIRECTORIES.remove(directory);
    }

    static void fill(Target_sun_nio_fs_UnixFileAttributes attributes, int fd) throws PosixException {
        OpenFile file = Descriptors.TABLE.get(fd);
        if (file instanceof InodeFile opened) {
            fill(attributes, opened.inode());
        } else {
            attributes.st_mode = file instanceof ConsoleFile ? MODE_DEVICE : MODE_SOCKET;
        }
    }

    static void fill(Target_sun_nio_fs_UnixFileAttributes attributes, Inode inode) {
        attributes.st_mode = kindBits(inode.kind()) | inode.permissions();
        attributes.st_ino = inode.number();
        attributes.st_dev = DEVICE;
        attributes.st_nlink = inode.links();
        attributes.st_uid = ROOT;
        attributes.st_gid = ROOT;
        attributes.st_size = inode.size();
        attributes.st_atime_sec = Math.floorDiv(inode.accessed(), NANOS_PER_SECOND);
        attributes.st_atime_nsec = Math.floorMod(inode.accessed(), NANOS_PER_SECOND);
        attributes.st_mtime_sec = Math.floorDiv(inode.modified(), NANOS_PER_SECOND);
        attributes.st_mtime_nsec = Math.floorMod(inode.modified(), NANOS_PER_SECOND);
        attributes.st_ctime_sec = Math.floorDiv(inode.changed(), NANOS_PER_SECOND);
        attributes.st_ctime_nsec = Math.floorMod(inode.changed(), NANOS_PER_SECOND);
        attributes.st_birthtime_sec = Math.floorDiv(inode.created(), NANOS_PER_SECOND);
        attributes.st_birthtime_nsec = Math.floorMod(inode.created(), NANOS_PER_SECOND);
        attributes.birthtime_available = true;
    }

    static void fill(Target_sun_nio_fs_UnixFileStoreAttributes attributes) {
        FileSystem tree = SystemFiles.tree();
        attributes.f_frsize = BLOCK_SIZE;
        attributes.f_blocks = tree.capacity() / BLOCK_SIZE;
        attributes.f_bfree = (tree.capacity() - tree.used()) / BLOCK_SIZE;
        attributes.f_bavail = attributes.f_bfree;
    }

    static Target_sun_nio_fs_UnixMountEntry mountEntry() {
        Target_sun_nio_fs_UnixMountEntry entry = new Target_sun_nio_fs_UnixMountEntry();
        entry.name = ascii("tmpfs");
        entry.dir = ascii("/");
        entry.fstype = ascii("tmpfs");
        entry.opts = ascii("rw");
        entry.dev = DEVICE;
        return entry;
    }

    /** Copies from one descriptor's position to the other's, up to the end. */
    static void copy(int target, int source) throws PosixException {
        OpenFile to = Descriptors.TABLE.get(target);
        OpenFile from = Descriptors.TABLE.get(source);
        ByteBuffer buffer = ByteBuffer.allocate(COPY_SIZE);
        while (from.read(buffer) > 0) {
            buffer.flip();
            while (buffer.hasRemaining()) {
                if (to.write(buffer) < 0) {
                    throw new PosixException(Errno.EBADF);
                }
            }
            buffer.clear();
        }
    }

    /** The name of a user or group, null if there is none of that number. */
    static byte @Nullable [] nameOf(int number) {
        return number == ROOT ? ascii("root") : null;
    }

    /** The number of a user or group, -1 if there is none of that name. */
    static int numberOf(String name) {
        return name.equals("root") ? ROOT : -1;
    }

    private static int kindBits(FileKind kind) {
        return switch (kind) {
            case DIRECTORY -> MODE_DIRECTORY;
            case REGULAR -> MODE_REGULAR;
            case SYMBOLIC_LINK -> MODE_LINK;
            case DEVICE -> MODE_DEVICE;
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
