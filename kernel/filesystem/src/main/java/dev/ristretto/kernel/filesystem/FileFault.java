package dev.ristretto.kernel.filesystem;

/**
 * A file operation failed for {@link #reason()}. It has no stack trace: the caller turns it at once into its own form
 * of failure.
 */
public final class FileFault extends Exception {
    private static final long serialVersionUID = 1;

    /** Why it failed; each stands for one errno of POSIX. */
    public enum Reason {
        /** ENOENT. */
        NOT_FOUND,
        /** EEXIST. */
        EXISTS,
        /** ENOTDIR. */
        NOT_A_DIRECTORY,
        /** EISDIR. */
        IS_A_DIRECTORY,
        /** ENOTEMPTY. */
        NOT_EMPTY,
        /** ENOSPC. */
        NO_SPACE,
        /** EFBIG. */
        TOO_LARGE,
        /** ELOOP. */
        TOO_MANY_LINKS,
        /** ENAMETOOLONG. */
        NAME_TOO_LONG,
        /** EINVAL. */
        INVALID,
        /** EPERM. */
        NOT_PERMITTED,
        /** EACCES: whoever keeps the file lets only others do that. */
        ACCESS_DENIED,
        /** EROFS. */
        READ_ONLY,
        /** EBUSY. */
        BUSY,
        /** EIO: the device did not do what it was asked. */
        IO,
        /** EUCLEAN: what is on the device cannot be. */
        CORRUPT,
        /** EMLINK. */
        TOO_MANY_NAMES,
        /** EXDEV: the two names are in different volumes. */
        CROSS_DEVICE,
        /** ENODATA: no such extended attribute. */
        NO_DATA,
        /** EOPNOTSUPP: this format cannot do that. */
        UNSUPPORTED
    }

    private final Reason reason;

    /** A failure for {@code reason} at {@code path}, or at whatever else names the thing. */
    public FileFault(Reason reason, String path) {
        super(path, null, false, false);
        this.reason = reason;
    }

    /** A failure for {@code reason} that another one caused, which stays attached. */
    public FileFault(Reason reason, String path, Throwable cause) {
        super(path, cause, false, false);
        this.reason = reason;
    }

    /** Why it failed. */
    public Reason reason() {
        return reason;
    }
}
