package dev.ristretto.kernel.posix;

import dev.ristretto.kernel.filesystem.DeviceFile;
import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileChange;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.Location;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.SpecialFile;
import dev.ristretto.kernel.filesystem.SymbolicLink;

/** open(2): from a path to an open file. The flags are those of Linux on x86-64. */
public final class FileOpening {
    /** Open for writing only; without it and {@link #READ_WRITE}, for reading only. */
    public static final int WRITE_ONLY = 01;

    /** Open for reading and writing. */
    public static final int READ_WRITE = 02;

    /** O_CREAT: make the file if there is none. */
    public static final int CREATE = 0100;

    /** O_EXCL: with {@link #CREATE}, fail if there is one. */
    public static final int EXCLUSIVE = 0200;

    /** O_TRUNC: cut the file to nothing. */
    public static final int TRUNCATE = 01000;

    /** O_APPEND: every write goes to the end. */
    public static final int APPEND = 02000;

    /** O_DSYNC, and a part of O_SYNC: a write has reached the disk when it returns. */
    public static final int SYNCHRONOUS = 010000;

    /** O_DIRECTORY: fail if it is no directory. */
    public static final int DIRECTORY = 0200000;

    /** O_NOFOLLOW: fail if the path ends in a symbolic link. */
    public static final int NO_FOLLOW = 0400000;

    private static final int ACCESS_MODE = 03;

    private FileOpening() {}

    /** What stands in a folder for something that is open: opening it gives that very opening. */
    public interface Opened extends DeviceFile {
        /** That opening; ENXIO if it cannot be had so. */
        OpenFile opened() throws PosixException;
    }

    /**
     * Opens the file at an absolute path; it has no descriptor yet.
     *
     * @param permissions of the file if it is made
     */
    public static OpenFile open(FileSystem files, String path, int flags, int permissions) throws PosixException {
        try {
            boolean follow = (flags & NO_FOLLOW) == 0;
            if ((flags & CREATE) == 0) {
                return named(path, open(files.locate(path, follow), flags));
            }
            boolean cut = (flags & TRUNCATE) != 0 && (flags & ACCESS_MODE) != 0;
            Location location = files.findOrCreate(path, (flags & EXCLUSIVE) != 0, follow, permissions, cut);
            return named(path, open(location, flags & ~TRUNCATE));
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
    }

    private static OpenFile named(String path, OpenFile file) {
        if (file instanceof InodeFile ofFileSystem) {
            ofFileSystem.setPath(path);
        }
        return file;
    }

    private static OpenFile open(Location location, int flags) throws PosixException, FileFault {
        Inode inode = location.inode();
        int access = flags & ACCESS_MODE;
        boolean readable = access != WRITE_ONLY;
        boolean writable = access != 0;
        if ((flags & DIRECTORY) != 0 && !(inode instanceof Directory)) {
            throw new PosixException(Errno.ENOTDIR);
        }
        switch (inode) {
            case Directory directory -> {
                if (writable || (flags & CREATE) != 0) {
                    throw new PosixException(Errno.EISDIR);
                }
                return new OpenDirectory(directory, location);
            }
            case SymbolicLink link -> throw new PosixException(Errno.ELOOP);
            case Opened open -> {
                return open.opened();
            }
            case DeviceFile device -> {
                return new OpenDevice(device, location, readable, writable);
            }
            case SpecialFile special -> throw new PosixException(Errno.ENXIO);
            case RegularFile file -> {
                if (writable) {
                    ProcessFiles.requireWritable(location);
                }
                if (writable && (flags & TRUNCATE) != 0) {
                    file.truncate(0);
                    location.changed(FileChange.MODIFIED);
                }
                return new OpenRegularFile(file.whenOpened(), location, readable, writable, flags);
            }
        }
    }
}
