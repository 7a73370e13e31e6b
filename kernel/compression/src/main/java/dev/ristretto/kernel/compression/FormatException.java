package dev.ristretto.kernel.compression;

/** The data is not in the format, for the reason that the message gives in zlib's words. */
public final class FormatException extends Exception {
    private static final long serialVersionUID = 1;

    FormatException(String message) {
        super(message, null, false, false);
    }
}
