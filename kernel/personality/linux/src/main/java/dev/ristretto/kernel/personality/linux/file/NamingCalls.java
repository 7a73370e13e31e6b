package dev.ristretto.kernel.personality.linux.file;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileNames;
import dev.ristretto.kernel.filesystem.SymbolicLink;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.FileFaults;
import dev.ristretto.kernel.posix.FileStatus;
import dev.ristretto.kernel.posix.InodeFile;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.ProcessFiles;
import java.util.Arrays;

/** Names: directories, links, renaming, removing, the working directory. */
final class NamingCalls {
    /** RENAME_NOREPLACE of renameat2(2); the others, exchange and whiteout, no file system here knows. */
    private static final int NO_REPLACE = 1;

    private static final int PERMISSIONS = 01777;

    void addTo(CallTable table) {
        table.set(SystemCalls.MKDIR, caller -> makeDirectory(caller, PathArguments.path(caller, 0), 1));
        table.set(SystemCalls.MKDIRAT, caller -> makeDirectory(caller, PathArguments.pathAt(caller, 0), 2));
        table.set(SystemCalls.RMDIR, caller -> remove(caller, PathArguments.path(caller, 0), true));
        table.set(SystemCalls.UNLINK, caller -> remove(caller, PathArguments.path(caller, 0), false));
        table.set(SystemCalls.UNLINKAT, caller -> {
            int flags = caller.intArgument(2);
            PathArguments.requireFlags(flags, PathArguments.REMOVE_DIRECTORY);
            return remove(caller, PathArguments.pathAt(caller, 0), flags != 0);
        });
        table.set(
                SystemCalls.RENAME,
                caller -> rename(caller, PathArguments.path(caller, 0), PathArguments.path(caller, 1), 0));
        table.set(
                SystemCalls.RENAMEAT,
                caller -> rename(caller, PathArguments.pathAt(caller, 0), PathArguments.pathAt(caller, 2), 0));
        table.set(
                SystemCalls.RENAMEAT2,
                caller -> rename(
                        caller,
                        PathArguments.pathAt(caller, 0),
                        PathArguments.pathAt(caller, 2),
                        caller.intArgument(4)));
        table.set(SystemCalls.LINK, caller -> {
            files(caller).link(PathArguments.path(caller, 0), PathArguments.path(caller, 1));
            return 0;
        });
        table.set(SystemCalls.LINKAT, NamingCalls::linkAt);
        table.set(SystemCalls.SYMLINK, caller -> symbolicLink(caller, PathArguments.path(caller, 1)));
        table.set(SystemCalls.SYMLINKAT, caller -> symbolicLink(caller, PathArguments.pathAt(caller, 1)));
        table.set(
                SystemCalls.READLINK,
                caller -> answer(caller, files(caller).readLink(PathArguments.path(caller, 0)), caller.argument(1), 2));
        table.set(SystemCalls.READLINKAT, caller -> answer(caller, linkTarget(caller), caller.argument(2), 3));
        table.set(SystemCalls.GETCWD, NamingCalls::workingDirectory);
        table.set(SystemCalls.CHDIR, caller -> changeDirectory(caller, PathArguments.path(caller, 0)));
        table.set(SystemCalls.FCHDIR, NamingCalls::changeToDescriptor);
    }

    private static ProcessFiles files(Caller caller) {
        return caller.process().files();
    }

    private static long makeDirectory(Caller caller, String path, int argument) throws PosixException {
        files(caller).makeDirectory(path, caller.intArgument(argument) & PERMISSIONS);
        return 0;
    }

    private static long remove(Caller caller, String path, boolean directory) throws PosixException {
        if (directory) {
            if (path.equals(".") || path.endsWith("/.")) {
                throw new PosixException(Errno.EINVAL);
            }
            if (path.equals("..") || path.endsWith("/..")) {
                throw new PosixException(Errno.ENOTEMPTY);
            }
            files(caller).removeDirectory(path);
        } else {
            files(caller).unlink(path);
        }
        return 0;
    }

    private static long rename(Caller caller, String from, String to, int flags) throws PosixException {
        PathArguments.requireFlags(flags, NO_REPLACE);
        files(caller).rename(from, to, flags == 0);
        return 0;
    }

    private static long linkAt(Caller caller) throws PosixException {
        int flags = caller.intArgument(4);
        PathArguments.requireFlags(flags, PathArguments.FOLLOW | PathArguments.EMPTY_PATH);
        String named = caller.memory().path(caller.argument(1));
        String existing;
        if (PathArguments.meansDescriptor(named, flags)) {
            InodeFile file = caller.process().descriptors().get(caller.intArgument(0), InodeFile.class, Errno.EINVAL);
            existing = files(caller).pathOf(file);
        } else {
            existing = PathArguments.at(caller, caller.intArgument(0), named);
            if ((flags & PathArguments.FOLLOW) != 0) {
                existing = files(caller).realPath(existing);
            }
        }
        files(caller).link(existing, PathArguments.pathAt(caller, 2));
        return 0;
    }

    private static long symbolicLink(Caller caller, String path) throws PosixException {
        files(caller).symbolicLink(caller.memory().path(caller.argument(0)), path);
        return 0;
    }

    /** An empty path means the link that the descriptor was opened at with O_PATH. */
    private static String linkTarget(Caller caller) throws PosixException {
        String path = caller.memory().path(caller.argument(1));
        if (!path.isEmpty()) {
            return files(caller).readLink(PathArguments.at(caller, caller.intArgument(0), path));
        }
        InodeFile file = caller.process().descriptors().get(caller.intArgument(0), InodeFile.class, Errno.ENOENT);
        if (!(file.inode() instanceof SymbolicLink link)) {
            throw new PosixException(Errno.ENOENT);
        }
        try {
            return link.target();
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
    }

    /** As many bytes of a target as there is room for, without a zero at the end. */
    private static long answer(Caller caller, String target, long address, int argument) throws PosixException {
        int room = caller.intArgument(argument);
        if (room <= 0) {
            throw new PosixException(Errno.EINVAL);
        }
        byte[] bytes = FileNames.encode(target);
        int length = Math.min(room, bytes.length);
        caller.memory().write(address, bytes, 0, length);
        return length;
    }

    /** The call gives the length with the zero; ENOENT if the directory is gone. */
    private static long workingDirectory(Caller caller) throws PosixException {
        String path = caller.process().workingDirectory();
        FileStatus unused = files(caller).status(path, false);
        byte[] name = FileNames.encode(path);
        byte[] bytes = Arrays.copyOf(name, name.length + 1);
        if (Long.compareUnsigned(caller.argument(1), bytes.length) < 0) {
            throw new PosixException(Errno.ERANGE);
        }
        caller.memory().write(caller.argument(0), bytes);
        return bytes.length;
    }

    private static long changeDirectory(Caller caller, String path) throws PosixException {
        caller.process().changeDirectory(path);
        return 0;
    }

    private static long changeToDescriptor(Caller caller) throws PosixException {
        InodeFile file = caller.process().descriptors().get(caller.intArgument(0), InodeFile.class, Errno.ENOTDIR);
        if (!(file.inode() instanceof Directory)) {
            throw new PosixException(Errno.ENOTDIR);
        }
        return changeDirectory(caller, files(caller).pathOf(file));
    }
}
