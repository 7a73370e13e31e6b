package dev.ristretto.kernel.filesystem;

/**
 * A mounted file system of any format: a tree of inodes that a path walk can go through. Safe for use by several
 * threads.
 */
public interface Volume {
    /** The directory that everything else is below. */
    Directory root();

    /** Its size and what is free, now. */
    VolumeStatus status();

    /** Whether nothing can be changed, be it that it was mounted so or that a write failed. */
    boolean readOnly();

    /** Now, by the clock that stamps its files: nanoseconds since 1970-01-01T00:00:00Z. */
    long now();

    /**
     * Makes everything durable that was done before. Nothing is written back by itself after a time: who mounts a
     * volume calls this every few seconds, as often as what nobody synchronized may be lost.
     */
    void sync() throws FileFault;

    /** Unmounts it: everything is durable, and nothing can be done with it or its files any more. */
    void close() throws FileFault;
}
