package dev.ristretto.kernel.personality.linux.file;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.filesystem.Location;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.posix.Credentials;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.FileStatus;
import dev.ristretto.kernel.posix.FileSystemStatus;
import dev.ristretto.kernel.posix.InodeFile;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;

/** stat(2) and its like, statx(2), access(2), statfs(2). */
final class StatusCalls {
    private static final int STAT_FLAGS =
            PathArguments.NO_FOLLOW | PathArguments.EMPTY_PATH | PathArguments.NO_AUTOMOUNT;

    /** AT_STATX_FORCE_SYNC and AT_STATX_DONT_SYNC: nothing is ever out of date. */
    private static final int SYNC_FLAGS = 0x6000;

    /** STATX__RESERVED. */
    private static final int RESERVED = 1 << 31;

    private static final int ACCESS_MODES = 7;

    /** AT_EACCESS: the effective user, who is the real one. */
    private static final int EFFECTIVE = 0x200;

    /** The device of what has no path, unlike that of any file system. */
    private static final long NAMELESS = 0xfe;

    void addTo(CallTable table) {
        table.set(SystemCalls.STAT, caller -> stat(caller, true));
        table.set(SystemCalls.LSTAT, caller -> stat(caller, false));
        table.set(SystemCalls.FSTAT, caller -> {
            FileStatus status = status(caller.process().descriptors().get(caller.intArgument(0)));
            caller.memory().write(caller.argument(1), StatusLayout.stat(status));
            return 0;
        });
        table.set(SystemCalls.NEWFSTATAT, caller -> {
            FileStatus status = statusAt(caller, caller.intArgument(3), STAT_FLAGS);
            caller.memory().write(caller.argument(2), StatusLayout.stat(status));
            return 0;
        });
        table.set(SystemCalls.STATX, StatusCalls::statx);
        table.set(SystemCalls.ACCESS, caller -> access(caller, PathArguments.path(caller, 0), caller.intArgument(1)));
        table.set(
                SystemCalls.FACCESSAT,
                caller -> access(caller, PathArguments.pathAt(caller, 0), caller.intArgument(2)));
        table.set(SystemCalls.FACCESSAT2, StatusCalls::accessAt);
        table.set(SystemCalls.STATFS, StatusCalls::fileSystem);
        table.set(SystemCalls.FSTATFS, StatusCalls::fileSystemOfDescriptor);
    }

    private static long stat(Caller caller, boolean follow) throws PosixException {
        FileStatus status = caller.process().files().status(PathArguments.path(caller, 0), follow);
        caller.memory().write(caller.argument(1), StatusLayout.stat(status));
        return 0;
    }

    private static long statx(Caller caller) throws PosixException {
        if ((caller.intArgument(3) & RESERVED) != 0) {
            throw new PosixException(Errno.EINVAL);
        }
        FileStatus status = statusAt(caller, caller.intArgument(2), STAT_FLAGS | SYNC_FLAGS);
        caller.memory().write(caller.argument(4), StatusLayout.statx(status));
        return 0;
    }

    /** Of what the first two arguments mean. */
    private static FileStatus statusAt(Caller caller, int flags, int known) throws PosixException {
        PathArguments.requireFlags(flags, known);
        int directory = caller.intArgument(0);
        // glibc's fstat is this call with an empty path, and later ones with none.
        String path = caller.argument(1) == 0 && (flags & PathArguments.EMPTY_PATH) != 0
                ? ""
                : caller.memory().path(caller.argument(1));
        if (!PathArguments.meansDescriptor(path, flags)) {
            boolean follow = (flags & PathArguments.NO_FOLLOW) == 0;
            return caller.process().files().status(PathArguments.at(caller, directory, path), follow);
        }
        return directory == PathArguments.WORKING_DIRECTORY
                ? caller.process().files().status(".", true)
                : status(caller.process().descriptors().get(directory));
    }

    /** What has no path gets a number of its own, by which programs see whether two are the same. */
    private static FileStatus status(OpenFile file) {
        FileStatus status = file.status();
        if (file instanceof InodeFile || status.inode() != 0) {
            return status;
        }
        long number = Integer.toUnsignedLong(System.identityHashCode(file));
        return new FileStatus(
                status.mode(), NAMELESS, number, 1, Credentials.ROOT, status.size(), 0, 0, 0, 0, status.special());
    }

    private static long access(Caller caller, String path, int mode) throws PosixException {
        PathArguments.requireFlags(mode, ACCESS_MODES);
        caller.process().files().requireAccess(path, mode);
        return 0;
    }

    private static long accessAt(Caller caller) throws PosixException {
        int mode = caller.intArgument(2);
        int flags = caller.intArgument(3);
        PathArguments.requireFlags(mode, ACCESS_MODES);
        PathArguments.requireFlags(flags, PathArguments.NO_FOLLOW | PathArguments.EMPTY_PATH | EFFECTIVE);
        String path = caller.memory().path(caller.argument(1));
        if (PathArguments.meansDescriptor(path, flags)) {
            OpenFile file = caller.process().descriptors().get(caller.intArgument(0));
            if (file instanceof InodeFile ofFileSystem) {
                path = caller.process().files().pathOf(ofFileSystem);
            } else {
                return 0;
            }
        }
        String full = PathArguments.at(caller, caller.intArgument(0), path);
        if ((flags & PathArguments.NO_FOLLOW) != 0
                && caller.process().files().status(full, false).kind() == FileStatus.SYMBOLIC_LINK) {
            return 0;
        }
        return access(caller, full, mode);
    }

    private static long fileSystem(Caller caller) throws PosixException {
        FileSystemStatus status = caller.process().files().fileSystem(PathArguments.path(caller, 0));
        caller.memory().write(caller.argument(1), StatusLayout.statfs(status));
        return 0;
    }

    /** What has no path is in a file system of its own; that of the root stands for it. */
    private static long fileSystemOfDescriptor(Caller caller) throws PosixException {
        OpenFile file = caller.process().descriptors().get(caller.intArgument(0));
        Location location = file instanceof InodeFile ofFileSystem
                ? ofFileSystem.location()
                : caller.process().files().locate("/", true);
        caller.memory().write(caller.argument(1), StatusLayout.statfs(FileSystemStatus.of(location.mount())));
        return 0;
    }
}
