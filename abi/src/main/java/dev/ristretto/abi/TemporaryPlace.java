package dev.ristretto.abi;

/**
 * Where an instance has a file system of its own in memory, which goes with it: a token {@link CommandLine#TEMPORARY}.
 *
 * @param path absolute, and not the root
 * @param bytes how much its files may hold; 0 for half of what those of the root may
 */
public record TemporaryPlace(String path, long bytes) {
    /**
     * Checks that there can be one.
     *
     * @throws IllegalArgumentException if there cannot
     */
    public TemporaryPlace {
        if (path.length() < 2 || !path.startsWith("/") || path.startsWith("//") || path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "'" + path + "' is no place for temporary files: write an absolute path such as /tmp");
        }
        if (bytes < 0) {
            throw new IllegalArgumentException("Temporary files at " + path + " cannot have " + bytes + " bytes");
        }
    }

    /**
     * As {@link #text} writes it.
     *
     * @throws IllegalArgumentException if it is not well-formed
     */
    public static TemporaryPlace parse(String text) {
        int colon = text.lastIndexOf(':');
        return colon < 0
                ? new TemporaryPlace(text, 0)
                : new TemporaryPlace(text.substring(0, colon), Long.parseLong(text.substring(colon + 1)));
    }

    /** The path, with a colon and the bytes behind it where they are said. */
    public String text() {
        return bytes == 0 && path.indexOf(':') < 0 ? path : path + ":" + bytes;
    }
}
