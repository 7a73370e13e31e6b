package dev.ristretto.kernel.filesystem;

/** The kinds of files. */
public enum FileKind {
    /** Names other files. */
    DIRECTORY,
    /** Holds bytes. */
    REGULAR,
    /** Holds a path that stands in its place. */
    SYMBOLIC_LINK,
    /** Bytes come from and go to somewhere else. */
    DEVICE
}
