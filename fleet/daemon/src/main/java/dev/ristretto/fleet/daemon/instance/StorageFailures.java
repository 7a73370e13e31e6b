package dev.ristretto.fleet.daemon.instance;

import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.image.model.DamagedFileException;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.store.AmbiguousDigestException;
import dev.ristretto.image.store.DamagedImageException;
import dev.ristretto.image.store.NameTakenException;
import dev.ristretto.image.store.UnreadableIndexException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Locale;

/** What to say when a file cannot be written. */
public final class StorageFailures {

    /** strerror(ENOSPC) and strerror(EDQUOT), as Java hands them on. */
    private static final String NO_SPACE = "no space left on device";

    private static final String NO_QUOTA = "disk quota exceeded";

    private StorageFailures() {}

    /** Whether it failed because the disk is full, or the user's part of it. */
    static boolean isNoSpace(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String words = cause instanceof IOException
                    ? String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT)
                    : "";
            if (words.contains(NO_SPACE) || words.contains(NO_QUOTA)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Tells of a failure, in a way that says what to do.
     *
     * @param what could not be done, and to which file
     */
    static FleetException of(String what, Exception cause) {
        if (isNoSpace(cause)) {
            return new FleetException(
                    Kind.NO_SPACE,
                    what + ": the disk is full (" + words(cause)
                            + ")\nFree some space on it, and ask again; instances go on meanwhile",
                    cause);
        }
        return new FleetException(
                Kind.UNAVAILABLE,
                what + ": " + words(cause) + "\nMend that, and ask again; instances go on meanwhile",
                cause);
    }

    /** Tells of what the store of images refuses, or cannot do for want of its disk. */
    public static FleetException ofStore(ImageException refusal) {
        if (refusal instanceof NameTakenException) {
            return new FleetException(Kind.CONFLICT, describe(refusal), refusal);
        }
        boolean unreadable =
                refusal.getCause() instanceof IOException && !(refusal.getCause() instanceof DamagedFileException);
        return unreadable
                ? of(describe(refusal), refusal)
                : new FleetException(Kind.INVALID, describe(refusal), refusal);
    }

    /** What is wrong with an image or the store of images, and what to do about it. */
    public static String describe(ImageException failure) {
        return failure.getMessage()
                + switch (failure) {
                    case AmbiguousDigestException ambiguous -> ". Give more digits.";
                    case DamagedImageException damaged -> ". Remove and build it again.";
                    case UnreadableIndexException index ->
                        ". Its user must be able to read it, and all of " + index.root() + ".";
                    case NameTakenException taken -> ". Choose another name.";
                    default -> "";
                };
    }

    private static String words(Exception cause) {
        // The class says what the message, which is only the file's name then, does not.
        return cause instanceof FileSystemException ? cause.toString() : String.valueOf(cause.getMessage());
    }
}
