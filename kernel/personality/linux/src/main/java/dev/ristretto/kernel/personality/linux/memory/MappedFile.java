package dev.ristretto.kernel.personality.linux.memory;

import dev.ristretto.kernel.posix.PosixException;

/**
 * A file whose bytes programs find in their memory. Positions and lengths are bytes. Safe for use by several threads.
 */
public interface MappedFile {
    /**
     * Reads from a position on.
     *
     * @return how many bytes; fewer than asked for, and 0, only at the end of the file
     */
    int read(long position, byte[] target, int length) throws PosixException;

    /**
     * Writes at a position.
     *
     * @return how many bytes; fewer only if there is no space for more
     */
    int write(long position, byte[] source, int length) throws PosixException;

    /** Its present length. */
    long size() throws PosixException;

    /** Returns when what was written would survive a power cut. */
    void sync() throws PosixException;

    /** Whether it was opened for reading. */
    boolean isReadable();

    /** Whether it was opened for writing. */
    boolean isWritable();

    /** What all openings of the same file have in common, as a key. */
    Object identity();

    /** The number of its file system, as stat(2) tells. */
    long device();

    /** Its number there. */
    long number();

    /** Its path as /proc/self/maps tells, as far as known. */
    String path();

    /** A mapping of it begins: its content stays until {@link #unmapped}, whatever becomes of its descriptor. */
    void mapped();

    /** The counterpart of {@link #mapped}. */
    void unmapped();
}
