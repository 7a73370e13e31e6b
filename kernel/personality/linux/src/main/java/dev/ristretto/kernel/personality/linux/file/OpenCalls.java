package dev.ristretto.kernel.personality.linux.file;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.Location;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.FileOpening;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;

/** open(2) and its like. */
final class OpenCalls {
    private static final int PERMISSIONS = 07777;

    void addTo(CallTable table) {
        table.set(
                SystemCalls.OPEN,
                caller -> open(caller, PathArguments.path(caller, 0), caller.intArgument(1), caller.intArgument(2)));
        table.set(
                SystemCalls.OPENAT,
                caller -> open(caller, PathArguments.pathAt(caller, 0), caller.intArgument(2), caller.intArgument(3)));
        table.set(
                SystemCalls.CREAT,
                caller -> open(
                        caller,
                        PathArguments.path(caller, 0),
                        FileOpening.CREATE | FileOpening.WRITE_ONLY | FileOpening.TRUNCATE,
                        caller.intArgument(1)));
    }

    private static long open(Caller caller, String path, int flags, int permissions) throws PosixException {
        if ((flags & FileFlags.TEMPORARY) == FileFlags.TEMPORARY) {
            throw new PosixException(Errno.EOPNOTSUPP);
        }
        OpenFile file = (flags & FileFlags.PATH) != 0
                ? pathOnly(caller, path, flags)
                : caller.process().files().openFile(path, flags, permissions & PERMISSIONS);
        if ((flags & FileFlags.NON_BLOCKING) != 0 && (flags & FileFlags.PATH) == 0) {
            file.setNonBlocking(true);
        }
        return caller.process().descriptors().open(file, (flags & FileFlags.CLOSE_ON_EXECUTE) != 0);
    }

    private static OpenFile pathOnly(Caller caller, String path, int flags) throws PosixException {
        Location location = caller.process().files().locate(path, (flags & FileOpening.NO_FOLLOW) == 0);
        if ((flags & FileOpening.DIRECTORY) != 0 && !(location.inode() instanceof Directory)) {
            throw new PosixException(Errno.ENOTDIR);
        }
        PathHandle handle = new PathHandle(location);
        String directory = caller.process().workingDirectory();
        handle.setPath(path.startsWith("/") ? path : directory + "/" + path);
        return handle;
    }
}
