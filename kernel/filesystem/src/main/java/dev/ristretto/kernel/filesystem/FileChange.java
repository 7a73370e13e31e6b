package dev.ristretto.kernel.filesystem;

/** What can happen to a file that a directory names. */
public enum FileChange {
    /** It got its name here, as a new file or as one more name of another. */
    CREATED,
    /** It lost its name here. */
    DELETED,
    /** Its contents were written or cut. */
    MODIFIED,
    /** Its permissions, owner or times were set. */
    ATTRIBUTES,
    /** It got another name, perhaps in another directory. */
    MOVED_FROM,
    /** This is that name. */
    MOVED_TO
}
