package dev.ristretto.kernel.posix;

import dev.ristretto.kernel.filesystem.FileFault;

/** The errno for each reason for which the file system fails. */
public final class FileFaults {
    private FileFaults() {}

    /** The failure in POSIX's terms. */
    public static PosixException of(FileFault fault) {
        return new PosixException(errno(fault.reason()));
    }

    /** The number for a reason. */
    public static Errno errno(FileFault.Reason reason) {
        return switch (reason) {
            case NOT_FOUND -> Errno.ENOENT;
            case EXISTS -> Errno.EEXIST;
            case NOT_A_DIRECTORY -> Errno.ENOTDIR;
            case IS_A_DIRECTORY -> Errno.EISDIR;
            case NOT_EMPTY -> Errno.ENOTEMPTY;
            case NO_SPACE -> Errno.ENOSPC;
            case TOO_LARGE -> Errno.EFBIG;
            case TOO_MANY_LINKS -> Errno.ELOOP;
            case NAME_TOO_LONG -> Errno.ENAMETOOLONG;
            case INVALID -> Errno.EINVAL;
            case NOT_PERMITTED -> Errno.EPERM;
            case ACCESS_DENIED -> Errno.EACCES;
            case READ_ONLY -> Errno.EROFS;
            case BUSY -> Errno.EBUSY;
            case IO -> Errno.EIO;
            case CORRUPT -> Errno.EUCLEAN;
            case TOO_MANY_NAMES -> Errno.EMLINK;
            case CROSS_DEVICE -> Errno.EXDEV;
            case NO_DATA -> Errno.ENODATA;
            case UNSUPPORTED -> Errno.EOPNOTSUPP;
        };
    }
}
