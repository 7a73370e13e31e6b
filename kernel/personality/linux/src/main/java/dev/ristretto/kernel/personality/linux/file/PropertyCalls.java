package dev.ristretto.kernel.personality.linux.file;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.filesystem.FileChange;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.Location;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.time.TimeValues;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.FileFaults;
import dev.ristretto.kernel.posix.InodeFile;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;

/** Permissions, owners and times of files; the umask. */
final class PropertyCalls {
    /** In the place of nanoseconds: now, and as it is (UTIME_NOW, UTIME_OMIT). */
    private static final long NOW = (1 << 30) - 1;

    private static final long OMIT = (1 << 30) - 2;
    private static final long SECOND = TimeValues.SECOND;
    private static final long MICROSECOND = TimeValues.MICROSECOND;

    /** Seconds beyond which nanoseconds do not fit a number: later ones count as this. */
    private static final long LATEST = Long.MAX_VALUE / SECOND - 1;

    private static final int KEEP = -1;

    /** A change of a file at a time. */
    private interface Change {
        void apply(Inode inode, long now) throws FileFault;
    }

    void addTo(CallTable table) {
        table.set(SystemCalls.CHMOD, caller -> permissions(caller, path(caller, true), caller.intArgument(1)));
        table.set(SystemCalls.FCHMOD, caller -> permissions(caller, descriptor(caller), caller.intArgument(1)));
        table.set(
                SystemCalls.FCHMODAT,
                caller -> permissions(caller, PathArguments.locate(caller, 0, 0), caller.intArgument(2)));
        table.set(SystemCalls.CHOWN, caller -> owner(caller, path(caller, true), 1));
        table.set(SystemCalls.LCHOWN, caller -> owner(caller, path(caller, false), 1));
        table.set(SystemCalls.FCHOWN, caller -> owner(caller, descriptor(caller), 1));
        table.set(SystemCalls.FCHOWNAT, caller -> {
            int flags = caller.intArgument(4);
            PathArguments.requireFlags(flags, PathArguments.NO_FOLLOW | PathArguments.EMPTY_PATH);
            return owner(caller, PathArguments.locate(caller, 0, flags), 2);
        });
        table.set(SystemCalls.UTIMENSAT, PropertyCalls::timesAt);
        table.set(SystemCalls.UTIMES, caller -> microseconds(caller, path(caller, true), caller.argument(1)));
        table.set(
                SystemCalls.FUTIMESAT,
                caller -> microseconds(caller, PathArguments.locate(caller, 0, 0), caller.argument(2)));
        table.set(SystemCalls.UTIME, PropertyCalls::seconds);
        table.set(SystemCalls.UMASK, caller -> {
            int old = caller.process().umask();
            caller.process().setUmask(caller.intArgument(0));
            return old;
        });
    }

    private static Location path(Caller caller, boolean follow) throws PosixException {
        return caller.process().files().locate(PathArguments.path(caller, 0), follow);
    }

    /** EBADF for a handle that is but a path; EINVAL for what is no file of a file system. */
    private static Location descriptor(Caller caller) throws PosixException {
        OpenFile file = caller.process().descriptors().get(caller.intArgument(0));
        if (file instanceof PathHandle) {
            throw new PosixException(Errno.EBADF);
        }
        if (file instanceof InodeFile ofFileSystem) {
            return ofFileSystem.location();
        }
        throw new PosixException(Errno.EINVAL);
    }

    private static long permissions(Caller caller, Location file, int bits) throws PosixException {
        return change(caller, file, (inode, now) -> inode.setPermissions(bits & Inode.PERMISSION_BITS, now));
    }

    /** The user is in one argument, the group in the next; {@link #KEEP} leaves one as it is. */
    private static long owner(Caller caller, Location file, int argument) throws PosixException {
        int user = caller.intArgument(argument);
        int group = caller.intArgument(argument + 1);
        return change(
                caller,
                file,
                (inode, now) ->
                        inode.setOwner(user == KEEP ? inode.user() : user, group == KEEP ? inode.group() : group, now));
    }

    private static long timesAt(Caller caller) throws PosixException {
        int flags = caller.intArgument(3);
        PathArguments.requireFlags(flags, PathArguments.NO_FOLLOW | PathArguments.EMPTY_PATH);
        // futimens(3) is this call without a path.
        Location file = caller.argument(1) == 0 ? descriptor(caller) : PathArguments.locate(caller, 0, flags);
        long address = caller.argument(2);
        if (address == 0) {
            return times(caller, file, NOW, NOW, 0, 0);
        }
        long accessed = caller.memory().getLong(address + Long.BYTES);
        long modified = caller.memory().getLong(address + 3 * Long.BYTES);
        return times(
                caller,
                file,
                accessed,
                modified,
                caller.memory().getLong(address),
                caller.memory().getLong(address + 2 * Long.BYTES));
    }

    /** struct timeval[2], or null for now. */
    private static long microseconds(Caller caller, Location file, long address) throws PosixException {
        if (address == 0) {
            return times(caller, file, NOW, NOW, 0, 0);
        }
        long accessed = caller.memory().getLong(address + Long.BYTES);
        long modified = caller.memory().getLong(address + 3 * Long.BYTES);
        if (accessed < 0 || accessed >= SECOND / MICROSECOND || modified < 0 || modified >= SECOND / MICROSECOND) {
            throw new PosixException(Errno.EINVAL);
        }
        return times(
                caller,
                file,
                accessed * MICROSECOND,
                modified * MICROSECOND,
                caller.memory().getLong(address),
                caller.memory().getLong(address + 2 * Long.BYTES));
    }

    /** struct utimbuf, or null for now. */
    private static long seconds(Caller caller) throws PosixException {
        Location file = path(caller, true);
        long address = caller.argument(1);
        if (address == 0) {
            return times(caller, file, NOW, NOW, 0, 0);
        }
        return times(
                caller,
                file,
                0,
                0,
                caller.memory().getLong(address),
                caller.memory().getLong(address + Long.BYTES));
    }

    private static long times(
            Caller caller, Location file, long accessed, long modified, long accessedSecond, long modifiedSecond)
            throws PosixException {
        requireTime(accessed);
        requireTime(modified);
        if (accessed == OMIT && modified == OMIT) {
            return 0;
        }
        return change(
                caller,
                file,
                (inode, now) -> inode.setTimes(
                        time(accessed, accessedSecond, inode.accessed(), now),
                        time(modified, modifiedSecond, inode.modified(), now),
                        now));
    }

    private static void requireTime(long nanoseconds) throws PosixException {
        boolean valid = nanoseconds >= 0 && nanoseconds < SECOND || nanoseconds == NOW || nanoseconds == OMIT;
        if (!valid) {
            throw new PosixException(Errno.EINVAL);
        }
    }

    private static long time(long nanoseconds, long seconds, long before, long now) {
        if (nanoseconds == NOW) {
            return now;
        }
        return nanoseconds == OMIT ? before : Math.clamp(seconds, -LATEST, LATEST) * SECOND + nanoseconds;
    }

    private static long change(Caller caller, Location file, Change change) throws PosixException {
        if (file.mount().readOnly()) {
            throw new PosixException(Errno.EROFS);
        }
        try {
            change.apply(file.inode(), caller.process().files().now());
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
        file.changed(FileChange.ATTRIBUTES);
        return 0;
    }
}
