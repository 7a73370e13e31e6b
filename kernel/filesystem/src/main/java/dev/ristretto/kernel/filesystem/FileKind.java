package dev.ristretto.kernel.filesystem;

/** The kinds of files. */
public enum FileKind {
    /** Names other files. */
    DIRECTORY,
    /** Holds bytes. */
    REGULAR,
    /** Holds a path that stands in its place. */
    SYMBOLIC_LINK,
    /** Bytes come from and go to somewhere else: a character device. */
    DEVICE,
    /** A device of blocks. */
    BLOCK_DEVICE,
    /** A pipe with a name. */
    PIPE,
    /** A socket with a name. */
    SOCKET
}
