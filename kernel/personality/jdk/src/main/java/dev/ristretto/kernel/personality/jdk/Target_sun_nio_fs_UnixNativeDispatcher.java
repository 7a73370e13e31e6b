package dev.ristretto.kernel.personality.jdk;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The system calls of java.nio.file, at the level of paths: none of them needs C strings. Failures go out as UnixException with
 * the errno of Linux.
 */
@TargetClass(className = "sun.nio.fs.UnixNativeDispatcher")
final class Target_sun_nio_fs_UnixNativeDispatcher {
    private Target_sun_nio_fs_UnixNativeDispatcher() {}

    @Substitute
    private static int init() {
        return NodeCalls.CAPABILITIES;
    }

    /** The working directory is the root. */
    @Substitute
    static byte[] getcwd() {
        return new byte[] {'/'};
    }

    @Substitute
    static byte[] strerror(int number) {
        return NodeCalls.message(number).getBytes(StandardCharsets.US_ASCII);
    }

    @Substitute
    static int dup(int fd) {
        try {
            return Descriptors.TABLE.duplicate(fd);
        } catch (PosixException e) {
            throw NodeCalls.unixException(e);
        }
    }

    @Substitute
    static int open(Target_sun_nio_fs_UnixPath path, int flags, int mode) {
        try {
            return NodeCalls.open(NodeCalls.text(path), flags, mode);
        } catch (PosixException e) {
            throw NodeCalls.unixException(e);
        }
    }

    @Substitute
    private static void close0(int fd) {
        try {
            Descriptors.TABLE.close(fd);
        } catch (PosixException e) {
            throw NodeCalls.unixException(e);
        }
    }

    @Substitute
    static void link(Target_sun_nio_fs_UnixPath existing, Target_sun_nio_fs_UnixPath path) {
        try {
            NodeCalls.link(NodeCalls.text(existing), NodeCalls.text(path));
        } catch (PosixException e) {
            throw NodeCalls.unixException(e);
        }
    }

    @Substitute
    static void unlink(Target_sun_nio_fs_UnixPath path) {
        try {
            NodeCalls.unlink(NodeCalls.text(path));
        } catch (PosixException e) {
            throw NodeCalls.unixException(e);
        }
    }

    @Substitute
    static void rename(Target_sun_nio_fs_UnixPath from, Target_sun_nio_fs_UnixPath to) {
        try {
            NodeCalls.rename(NodeCalls.text(from), NodeCalls.text(to));
        } catch (PosixException e) {
            throw NodeCalls.unixException(e);
        }
    }

    @Substitute
    static void mkdir(Target_sun_nio_fs_UnixPath path, int mode) {
        try {
            NodeCalls.makeDirectory(NodeCalls.text(path), mode);
        } catch (PosixException e) {
            throw NodeCalls.unixException(e);
        }
    }

    @Substitute
    static void rmdir(Target_sun_nio_fs_UnixPath path) {
        try {
            NodeCalls.removeDirectory(NodeCalls.text(path));
        } catch (PosixException e) {
            throw NodeCalls.unixException(e);
        }
    }

    @Substitute
    static byte[] readlink(Target_sun_nio_fs_UnixPath path) {
        try {
            return NodeCalls.readLink(NodeCalls.text(path));
        } catch (PosixException e) {
            throw NodeCalls.unixException(e);
        }
    }

    @Substitute
    static byte[] realpath(Target_sun_nio_fs_UnixPath path) {
        try {
            return NodeCalls.realPath(NodeCalls.text(path));
        } catch (PosixException e) {
            throw NodeCalls.unixException(e);
        }
    }

    @Substitute
    static void symlink(byte[] target, Target_sun_nio_fs_UnixPath path) {
        try {
            NodeCalls.symbolicLink(NodeCalls.text(target), NodeCalls.text(path));
        } catch (PosixException e) {
            throw NodeCalls.unixException(e);
        }
    }

    @Substitute
    static void stat(Target_sun_nio_fs_UnixPath path, Target_sun_nio_fs_UnixFileAttributes attributes) {
        try {
            NodeCalls.fill(attributes, NodeCalls.find(NodeCalls.text(path), true));
        } catch (PosixException e) {
            throw NodeCalls.unixException(e);
        }
    }

    /** The errno, 0 if all is well. */
    @Substitute
    static int stat2(Target_sun_nio_fs_UnixPath path, Target_sun_nio_fs_UnixFileAttributes attributes) {
        try {
            NodeCalls.fill(attributes, NodeCalls.find(NodeCalls.text(path), true));
            return 0;
        } catch (PosixException e) {
            return e.errno().number();
        }
    }

    @Substitute
    static void lstat(Target_sun_nio_fs_UnixPath path, Target_sun_nio_fs_UnixFileAttributes attributes) {
        try {
            NodeCalls.fill(attributes, NodeCalls.find(NodeCalls.text(path), false));
        } catch (PosixException e) {
            throw NodeCalls.unixException(e);
        }
    }

    @Substitute
    static void fstat(int fd, Target_sun_nio_fs_UnixFileAttributes attributes) {
        try {
            NodeCalls.fill(attributes, fd);
        } catch (PosixException e) {
            throw NodeCalls.unixException(e);
        }
    }

    @Substitute
    static void chown(Target_sun_nio_fs_UnixPath path, int user, int group) {
        try {
            Inode unused = NodeCalls.find(NodeCalls.text(path), true);
        } catch (PosixException e) {
            throw NodeCalls.unixException(e);
        }
    }

    @Substitute
    static void lchown(Target_sun_nio_fs_UnixPath path, int user, int group) {
        try {
            Inode unused = NodeCalls.find(NodeCalls.text(path), false);
        } catch (PosixException e) {
            throw NodeCalls.unixException(e);
        }
    }

    @Substitute
    static void fchown(int fd, int user, int group) {
        try {
            Inode unused = NodeCalls.inode(fd);
        } catch (PosixException e) {
            throw NodeCalls.unixException(e);
        }
    }

    @Substitute
    static void chmod(Target_sun_nio_fs_UnixPath path, int mode) {
        try {
            NodeCalls.setPermissions(NodeCalls.find(NodeCalls.text(path), true), mode);
        } catch (PosixException e) {
            throw NodeCalls.unixException(e);
        }
    }

    @Substitute
    static void fchmod(int fd, int mode) {
        try {
            NodeCalls.setPermissions(NodeCalls.inode(fd), mode);
        } catch (PosixException e) {
            throw NodeCalls.unixException(e);
        }
    }

    @Substitute
    static void futimens(int fd, long accessed, long modified) {
        try {
            NodeCalls.setTimes(NodeCalls.inode(fd), accessed, modified);
        } catch (PosixException e) {
            throw NodeCalls.unixException(e);
        }
    }

    @Substitute
    static void utimensat(int fd, Target_sun_nio_fs_UnixPath path, long accessed, long modified, int flags) {
        try {
            NodeCalls.setTimes(NodeCalls.find(NodeCalls.text(path), flags == 0), accessed, modified);
        } catch (PosixException e) {
            throw NodeCalls.unixException(e);
        }
    }

    @Substitute
    static long opendir(Target_sun_nio_fs_UnixPath path) {
        try {
            return NodeCalls.openDirectory(NodeCalls.text(path));
        } catch (PosixException e) {
            throw NodeCalls.unixException(e);
        }
    }

    @Substitute
    static void closedir(long directory) {
        NodeCalls.closeDirectory(directory);
    }

    /** The next name, null behind the last. */
    @Substitute
    static byte @Nullable [] readdir(long directory) {
        return NodeCalls.nextName(directory);
    }

    /** The errno, 0 if all is well. */
    @Substitute
    static int access(Target_sun_nio_fs_UnixPath path, int mode) {
        try {
            return NodeCalls.access(NodeCalls.find(NodeCalls.text(path), true), mode);
        } catch (PosixException e) {
            return e.errno().number();
        }
    }

    @Substitute
    static byte @Nullable [] getpwuid(int user) {
        return NodeCalls.nameOf(user);
    }

    @Substitute
    static byte @Nullable [] getgrgid(int group) {
        return NodeCalls.nameOf(group);
    }

    /** -1: there is no such user. */
    @Substitute
    static int getpwnam(String name) {
        return NodeCalls.numberOf(name);
    }

    /** -1: there is no such group. */
    @Substitute
    static int getgrnam(String name) {
        return NodeCalls.numberOf(name);
    }

    @Substitute
    static void statvfs(Target_sun_nio_fs_UnixPath path, Target_sun_nio_fs_UnixFileStoreAttributes attributes) {
        NodeCalls.fill(attributes);
    }

    @Substitute
    static int flistxattr(int fd, long listAddress, int size) {
        throw NodeCalls.unixException(new PosixException(Errno.EOPNOTSUPP));
    }

    @Substitute
    static int fgetxattr(int fd, byte[] name, long valueAddress, int valueLength) {
        throw NodeCalls.unixException(new PosixException(Errno.EOPNOTSUPP));
    }

    @Substitute
    static void fsetxattr(int fd, byte[] name, long valueAddress, int valueLength) {
        throw NodeCalls.unixException(new PosixException(Errno.EOPNOTSUPP));
    }
}
