package dev.ristretto.kernel.filesystem.ninep;

import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.kernel.filesystem.FileFault.Reason;

/** What the numbers mean with which a server refuses something: those of Linux, on all hosts. */
final class NinePErrors {
    private NinePErrors() {}

    static Reason reason(long number) {
        return switch ((int) number) {
            case ErrorNumbers.ENOENT -> Reason.NOT_FOUND;
            case ErrorNumbers.EEXIST -> Reason.EXISTS;
            case ErrorNumbers.ENOTDIR -> Reason.NOT_A_DIRECTORY;
            case ErrorNumbers.EISDIR -> Reason.IS_A_DIRECTORY;
            case ErrorNumbers.ENOTEMPTY -> Reason.NOT_EMPTY;
            case ErrorNumbers.ENOSPC, ErrorNumbers.EDQUOT -> Reason.NO_SPACE;
            case ErrorNumbers.EFBIG -> Reason.TOO_LARGE;
            case ErrorNumbers.ELOOP -> Reason.TOO_MANY_LINKS;
            case ErrorNumbers.ENAMETOOLONG -> Reason.NAME_TOO_LONG;
            case ErrorNumbers.EINVAL -> Reason.INVALID;
            case ErrorNumbers.EPERM -> Reason.NOT_PERMITTED;
            case ErrorNumbers.EACCES -> Reason.ACCESS_DENIED;
            case ErrorNumbers.EROFS -> Reason.READ_ONLY;
            case ErrorNumbers.EBUSY, ErrorNumbers.ETXTBSY -> Reason.BUSY;
            case ErrorNumbers.EMLINK -> Reason.TOO_MANY_NAMES;
            case ErrorNumbers.EXDEV -> Reason.CROSS_DEVICE;
            case ErrorNumbers.ENODATA -> Reason.NO_DATA;
            case ErrorNumbers.EOPNOTSUPP, ErrorNumbers.ENOSYS -> Reason.UNSUPPORTED;
            default -> Reason.IO;
        };
    }
}
