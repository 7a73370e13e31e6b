package dev.ristretto.run.volume;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Something cannot be done with a volume. The message is one or two lines: what is wrong and what to do about it. */
public final class VolumeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    VolumeException(String message) {
        super(message);
    }

    VolumeException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Says why something failed.
     *
     * @param what what has failed, such as {@code Volume data cannot be made}
     */
    static VolumeException of(String what, Exception failure) {
        String words = isFull(failure)
                ? "this computer's disk is full\nFree some of it: ristretto system df shows what ristretto takes"
                : words(failure);
        return new VolumeException(what + ": " + words, failure);
    }

    /** Of a full disk, or a user's share of one, Java tells by Linux's words alone. */
    private static boolean isFull(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            boolean full = message.contains("No space left on device") || message.contains("Disk quota exceeded");
            if (cause instanceof IOException && full) {
                return true;
            }
        }
        return false;
    }

    private static String words(Exception failure) {
        return switch (failure) {
            case NoSuchFileException missing -> missing.getFile() + " is missing";
            case FileNotFoundException missing -> missing.getMessage() + " is missing";
            case AccessDeniedException denied -> denied.getFile() + ": no permission";
            case FileSystemException file
            when file.getReason() == null -> file.getClass().getSimpleName() + ": " + file.getMessage();
            default -> failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        };
    }
}
