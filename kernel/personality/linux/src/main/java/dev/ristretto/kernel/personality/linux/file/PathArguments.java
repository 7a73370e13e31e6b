package dev.ristretto.kernel.personality.linux.file;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.Location;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.InodeFile;
import dev.ristretto.kernel.posix.PosixException;

/**
 * Paths as system calls name them: absolute, relative to the working directory, or relative to an open directory, which
 * may have got another name since.
 */
final class PathArguments {
    /** In the place of a descriptor: the working directory (AT_FDCWD). */
    static final int WORKING_DIRECTORY = -100;

    /** AT_SYMLINK_NOFOLLOW. */
    static final int NO_FOLLOW = 0x100;

    /** AT_REMOVEDIR; AT_EACCESS has the same bit. */
    static final int REMOVE_DIRECTORY = 0x200;

    /** AT_SYMLINK_FOLLOW. */
    static final int FOLLOW = 0x400;

    /** AT_NO_AUTOMOUNT, which changes nothing here. */
    static final int NO_AUTOMOUNT = 0x800;

    /** AT_EMPTY_PATH: an empty path means the descriptor itself. */
    static final int EMPTY_PATH = 0x1000;

    private PathArguments() {}

    /** A path relative to the working directory; ENOENT if it is empty. */
    static String path(Caller caller, int argument) throws PosixException {
        return at(caller, WORKING_DIRECTORY, caller.memory().path(caller.argument(argument)));
    }

    /** A path whose directory is in one argument and whose text the next one leads to. */
    static String pathAt(Caller caller, int argument) throws PosixException {
        return at(caller, caller.intArgument(argument), caller.memory().path(caller.argument(argument + 1)));
    }

    /** A path for posix; ENOENT if it is empty, EBADF and ENOTDIR if there is no such open directory. */
    static String at(Caller caller, int directory, String path) throws PosixException {
        if (path.isEmpty()) {
            throw new PosixException(Errno.ENOENT);
        }
        if (directory == WORKING_DIRECTORY || path.startsWith("/")) {
            return path;
        }
        InodeFile file = caller.process().descriptors().get(directory, InodeFile.class, Errno.ENOTDIR);
        if (!(file.inode() instanceof Directory)) {
            throw new PosixException(Errno.ENOTDIR);
        }
        String base = caller.process().files().pathOf(file);
        return base.equals("/") ? "/" + path : base + "/" + path;
    }

    /** Whether a path is empty and flags let it mean the descriptor itself. */
    static boolean meansDescriptor(String path, int flags) {
        return path.isEmpty() && (flags & EMPTY_PATH) != 0;
    }

    /**
     * The file that a directory, a path and flags mean, of which {@link #NO_FOLLOW} and {@link #EMPTY_PATH} count.
     *
     * @param argument where the directory is, the path's address is in the next one
     */
    static Location locate(Caller caller, int argument, int flags) throws PosixException {
        int directory = caller.intArgument(argument);
        String path = caller.memory().path(caller.argument(argument + 1));
        if (!meansDescriptor(path, flags)) {
            return caller.process().files().locate(at(caller, directory, path), (flags & NO_FOLLOW) == 0);
        }
        if (directory == WORKING_DIRECTORY) {
            return caller.process().files().locate(caller.process().workingDirectory(), true);
        }
        return caller.process()
                .descriptors()
                .get(directory, InodeFile.class, Errno.EINVAL)
                .location();
    }

    /** EINVAL if there are other flags than these. */
    static void requireFlags(int flags, int known) throws PosixException {
        if ((flags & ~known) != 0) {
            throw new PosixException(Errno.EINVAL);
        }
    }
}
