package dev.ristretto.kernel.personality.jdk.file;

import static dev.ristretto.kernel.personality.jdk.file.UnixCalls.UNIX;
import static dev.ristretto.kernel.personality.jdk.file.UnixCalls.files;
import static dev.ristretto.kernel.personality.jdk.file.UnixCalls.text;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.personality.jdk.Descriptors;
import dev.ristretto.kernel.posix.Credentials;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.system.SystemInstance;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The system calls of java.nio.file, at the level of paths: none of them needs C strings. Failures go out as
 * UnixException with the errno of Linux.
 */
@TargetClass(className = "sun.nio.fs.UnixNativeDispatcher")
final class Target_sun_nio_fs_UnixNativeDispatcher {
    private Target_sun_nio_fs_UnixNativeDispatcher() {}

    @Substitute
    private static int init() {
        return UnixCalls.CAPABILITIES;
    }

    @Substitute
    static byte[] getcwd() {
        return UnixCalls.bytes(SystemInstance.process().workingDirectory());
    }

    @Substitute
    static byte[] strerror(int number) {
        return Errno.text(number).getBytes(StandardCharsets.US_ASCII);
    }

    @Substitute
    static int dup(int fd) {
        return UNIX.asInt(() -> Descriptors.table().duplicate(fd));
    }

    @Substitute
    static int open(Target_sun_nio_fs_UnixPath path, int flags, int mode) {
        return UNIX.asInt(() -> files().open(text(path), flags, mode));
    }

    @Substitute
    private static void close0(int fd) {
        UNIX.run(() -> Descriptors.table().close(fd));
    }

    @Substitute
    private static int read0(int fd, long address, int count) {
        return UNIX.asInt(() -> UnixCalls.read(fd, address, count));
    }

    @Substitute
    private static int write0(int fd, long address, int count) {
        return UNIX.asInt(() -> UnixCalls.write(fd, address, count));
    }

    @Substitute
    static void link(Target_sun_nio_fs_UnixPath existing, Target_sun_nio_fs_UnixPath path) {
        UNIX.run(() -> files().link(text(existing), text(path)));
    }

    @Substitute
    static void unlink(Target_sun_nio_fs_UnixPath path) {
        UNIX.run(() -> files().unlink(text(path)));
    }

    @Substitute
    static void rename(Target_sun_nio_fs_UnixPath from, Target_sun_nio_fs_UnixPath to) {
        UNIX.run(() -> files().rename(text(from), text(to)));
    }

    @Substitute
    static void mkdir(Target_sun_nio_fs_UnixPath path, int mode) {
        UNIX.run(() -> files().makeDirectory(text(path), mode));
    }

    @Substitute
    static void rmdir(Target_sun_nio_fs_UnixPath path) {
        UNIX.run(() -> files().removeDirectory(text(path)));
    }

    @Substitute
    static byte[] readlink(Target_sun_nio_fs_UnixPath path) {
        return UNIX.get(() -> UnixCalls.bytes(files().readLink(text(path))));
    }

    @Substitute
    static byte[] realpath(Target_sun_nio_fs_UnixPath path) {
        return UNIX.get(() -> UnixCalls.bytes(files().realPath(text(path))));
    }

    @Substitute
    static void symlink(byte[] target, Target_sun_nio_fs_UnixPath path) {
        UNIX.run(() -> files().symbolicLink(text(target), text(path)));
    }

    @Substitute
    static void stat(Target_sun_nio_fs_UnixPath path, Target_sun_nio_fs_UnixFileAttributes attributes) {
        UNIX.run(() -> UnixCalls.fill(attributes, files().status(text(path), true)));
    }

    /** The errno, 0 if all is well. */
    @Substitute
    static int stat2(Target_sun_nio_fs_UnixPath path, Target_sun_nio_fs_UnixFileAttributes attributes) {
        return UnixCalls.errno(() -> UnixCalls.fill(attributes, files().status(text(path), true)));
    }

    @Substitute
    static void lstat(Target_sun_nio_fs_UnixPath path, Target_sun_nio_fs_UnixFileAttributes attributes) {
        UNIX.run(() -> UnixCalls.fill(attributes, files().status(text(path), false)));
    }

    @Substitute
    static void fstat(int fd, Target_sun_nio_fs_UnixFileAttributes attributes) {
        UNIX.run(() -> UnixCalls.fill(attributes, Descriptors.table().get(fd).status()));
    }

    @Substitute
    static void chown(Target_sun_nio_fs_UnixPath path, int user, int group) {
        UNIX.run(() -> files().setOwner(text(path), true));
    }

    @Substitute
    static void lchown(Target_sun_nio_fs_UnixPath path, int user, int group) {
        UNIX.run(() -> files().setOwner(text(path), false));
    }

    @Substitute
    static void fchown(int fd, int user, int group) {
        UNIX.run(() -> files().setOwner(fd));
    }

    @Substitute
    static void chmod(Target_sun_nio_fs_UnixPath path, int mode) {
        UNIX.run(() -> files().setPermissions(text(path), mode));
    }

    @Substitute
    static void fchmod(int fd, int mode) {
        UNIX.run(() -> files().setPermissions(fd, mode));
    }

    @Substitute
    static void futimens(int fd, long accessed, long modified) {
        UNIX.run(() -> files().setTimes(fd, accessed, modified));
    }

    @Substitute
    static void utimensat(int fd, Target_sun_nio_fs_UnixPath path, long accessed, long modified, int flags) {
        UNIX.run(() -> files().setTimes(text(path), flags == 0, accessed, modified));
    }

    @Substitute
    static long opendir(Target_sun_nio_fs_UnixPath path) {
        return UNIX.asLong(() -> UnixCalls.openDirectory(text(path)));
    }

    @Substitute
    static void closedir(long directory) {
        UnixCalls.closeDirectory(directory);
    }

    /** The next name, null behind the last. */
    @Substitute
    static byte @Nullable [] readdir(long directory) {
        return UnixCalls.nextName(directory);
    }

    /** The errno, 0 if all is well. */
    @Substitute
    static int access(Target_sun_nio_fs_UnixPath path, int mode) {
        return UnixCalls.errno(() -> files().requireAccess(text(path), mode));
    }

    @Substitute
    static byte @Nullable [] getpwuid(int user) {
        return UnixCalls.nameOf(user);
    }

    @Substitute
    static byte @Nullable [] getgrgid(int group) {
        return UnixCalls.nameOf(group);
    }

    /** -1: there is no such user. */
    @Substitute
    static int getpwnam(String name) {
        return Credentials.numberOf(name);
    }

    /** -1: there is no such group. */
    @Substitute
    static int getgrnam(String name) {
        return Credentials.numberOf(name);
    }

    @Substitute
    static void statvfs(Target_sun_nio_fs_UnixPath path, Target_sun_nio_fs_UnixFileStoreAttributes attributes) {
        UNIX.run(() -> UnixCalls.fill(attributes, text(path)));
    }

    @Substitute
    static int flistxattr(int fd, long listAddress, int size) {
        throw UNIX.translate(new PosixException(Errno.EOPNOTSUPP));
    }

    @Substitute
    static int fgetxattr(int fd, byte[] name, long valueAddress, int valueLength) {
        throw UNIX.translate(new PosixException(Errno.EOPNOTSUPP));
    }

    @Substitute
    static void fsetxattr(int fd, byte[] name, long valueAddress, int valueLength) {
        throw UNIX.translate(new PosixException(Errno.EOPNOTSUPP));
    }
}
