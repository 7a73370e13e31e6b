package dev.ristretto.kernel.filesystem.ninep;

/**
 * What a server calls a file, whatever names it has.
 *
 * @param type the kind, as far as {@link #DIRECTORY} and {@link #LINK} tell
 * @param version changes with the contents, or is 0 always
 * @param path tells the file apart from all others of the server, as long as it exists
 */
public record Qid(int type, int version, long path) {
    /** The type of directories. */
    public static final int DIRECTORY = 0x80;

    /** The type of symbolic links. */
    public static final int LINK = 0x02;

    /** Bytes of one in a message. */
    public static final int SIZE = 1 + Integer.BYTES + Long.BYTES;
}
