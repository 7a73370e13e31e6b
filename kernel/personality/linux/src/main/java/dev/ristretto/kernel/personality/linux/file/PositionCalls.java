package dev.ristretto.kernel.personality.linux.file;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.Volume;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.FileFaults;
import dev.ristretto.kernel.posix.FileOpening;
import dev.ristretto.kernel.posix.FileSystemStatus;
import dev.ristretto.kernel.posix.InodeFile;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;

/** Positions in files, their lengths, and what makes them durable. */
final class PositionCalls {
    private static final int SET = 0;
    private static final int CURRENT = 1;
    private static final int END = 2;
    private static final int DATA = 3;
    private static final int HOLE = 4;

    /** FALLOC_FL_KEEP_SIZE. */
    private static final int KEEP_SIZE = 1;

    private static final int MOST_ADVICE = 5;

    void addTo(CallTable table) {
        table.set(SystemCalls.LSEEK, PositionCalls::seek);
        table.set(SystemCalls.TRUNCATE, PositionCalls::truncatePath);
        table.set(SystemCalls.FTRUNCATE, PositionCalls::truncate);
        table.set(SystemCalls.FALLOCATE, PositionCalls::allocate);
        table.set(SystemCalls.FADVISE64, PositionCalls::advise);
        table.set(SystemCalls.READAHEAD, caller -> {
            Transfers.requireReadable(file(caller));
            return 0;
        });
        table.set(SystemCalls.FSYNC, PositionCalls::sync);
        table.set(SystemCalls.FDATASYNC, PositionCalls::sync);
        table.set(SystemCalls.SYNC_FILE_RANGE, caller -> {
            requireSeekable(file(caller));
            return sync(caller);
        });
        table.set(SystemCalls.SYNC, PositionCalls::syncAll);
        table.set(SystemCalls.SYNCFS, PositionCalls::syncFileSystem);
    }

    private static OpenFile file(Caller caller) throws PosixException {
        return caller.process().descriptors().get(caller.intArgument(0));
    }

    private static void requireSeekable(OpenFile file) throws PosixException {
        long unused = file.position();
    }

    private static long seek(Caller caller) throws PosixException {
        OpenFile file = file(caller);
        long offset = caller.argument(1);
        requireSeekable(file);
        long target = switch (caller.intArgument(2)) {
            case SET -> offset;
            case CURRENT -> sum(file.position(), offset);
            case END -> sum(file.size(), offset);
            case DATA -> data(file, offset);
            case HOLE -> requireInside(file, offset, file.size());
            default -> throw new PosixException(Errno.EINVAL);
        };
        if (target < 0) {
            throw new PosixException(Errno.EINVAL);
        }
        file.seek(target);
        return target;
    }

    private static long sum(long base, long offset) throws PosixException {
        try {
            return Math.addExact(base, offset);
        } catch (ArithmeticException e) {
            throw new PosixException(Errno.EINVAL);
        }
    }

    private static long data(OpenFile file, long offset) throws PosixException {
        long unused = requireInside(file, offset, offset);
        if (file instanceof InodeFile ofFileSystem && ofFileSystem.inode() instanceof RegularFile regular) {
            try {
                return requireInside(file, regular.skipHole(offset), regular.skipHole(offset));
            } catch (FileFault e) {
                throw FileFaults.of(e);
            }
        }
        return offset;
    }

    private static long requireInside(OpenFile file, long offset, long answer) throws PosixException {
        if (offset < 0 || offset >= file.size()) {
            throw new PosixException(Errno.ENXIO);
        }
        return answer;
    }

    private static long truncatePath(Caller caller) throws PosixException {
        String path = PathArguments.path(caller, 0);
        long size = caller.argument(1);
        requireLength(size);
        OpenFile file = caller.process().files().openFile(path, FileOpening.WRITE_ONLY, 0);
        // It gets a descriptor for a moment, because that is how an open file ends.
        int fd = caller.process().descriptors().open(file, true);
        try {
            file.truncate(size);
        } finally {
            caller.process().descriptors().close(fd);
        }
        return 0;
    }

    private static long truncate(Caller caller) throws PosixException {
        requireLength(caller.argument(1));
        OpenFile file = file(caller);
        if (!(file instanceof PathHandle) && (file.statusFlags() & FileFlags.ACCESS_MODE) == 0) {
            throw new PosixException(Errno.EINVAL);
        }
        file.truncate(caller.argument(1));
        return 0;
    }

    private static void requireLength(long size) throws PosixException {
        if (size < 0) {
            throw new PosixException(Errno.EINVAL);
        }
    }

    /** Space is not set aside: what a file says is long enough. */
    private static long allocate(Caller caller) throws PosixException {
        OpenFile file = file(caller);
        int mode = caller.intArgument(1);
        long offset = caller.argument(2);
        long length = caller.argument(3);
        if (offset < 0 || length <= 0) {
            throw new PosixException(Errno.EINVAL);
        }
        if ((mode & ~KEEP_SIZE) != 0) {
            throw new PosixException(Errno.EOPNOTSUPP);
        }
        Transfers.requireWritable(file);
        requireSeekable(file);
        if (!(file instanceof InodeFile ofFileSystem) || !(ofFileSystem.inode() instanceof RegularFile)) {
            throw new PosixException(Errno.ENODEV);
        }
        if (offset > Long.MAX_VALUE - length) {
            throw new PosixException(Errno.EFBIG);
        }
        if (mode == 0 && offset + length > file.size()) {
            file.truncate(offset + length);
        }
        return 0;
    }

    private static long advise(Caller caller) throws PosixException {
        requireSeekable(file(caller));
        if (caller.argument(2) < 0 || caller.intArgument(3) < 0 || caller.intArgument(3) > MOST_ADVICE) {
            throw new PosixException(Errno.EINVAL);
        }
        return 0;
    }

    private static long sync(Caller caller) throws PosixException {
        file(caller).sync();
        return 0;
    }

    /** sync(2) never fails. */
    private static long syncAll(Caller caller) {
        for (FileSystemStatus mounted : caller.process().files().fileSystems()) {
            try {
                Volume volume = caller.process()
                        .files()
                        .locate(mounted.path(), true)
                        .mount()
                        .volume();
                volume.sync();
            } catch (PosixException | FileFault e) {
                continue; // the others still can
            }
        }
        return 0;
    }

    private static long syncFileSystem(Caller caller) throws PosixException {
        OpenFile file = file(caller);
        if (file instanceof InodeFile ofFileSystem && !(ofFileSystem instanceof PathHandle)) {
            try {
                ofFileSystem.location().mount().volume().sync();
            } catch (FileFault e) {
                throw FileFaults.of(e);
            }
        } else if (file instanceof PathHandle) {
            throw new PosixException(Errno.EBADF);
        }
        return 0;
    }

    /** Whether a descriptor stands for a directory. */
    static boolean isDirectory(OpenFile file) {
        return file instanceof InodeFile ofFileSystem && ofFileSystem.inode() instanceof Directory;
    }
}
