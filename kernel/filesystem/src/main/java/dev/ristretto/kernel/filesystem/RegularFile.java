package dev.ristretto.kernel.filesystem;

import java.nio.ByteBuffer;

/** A file of bytes, each at a position from 0 on. Safe for use by several threads: every operation is atomic. */
public non-sealed interface RegularFile extends Inode {
    @Override
    default FileKind kind() {
        return FileKind.REGULAR;
    }

    /**
     * Moves bytes from {@code position} on into {@code target}; their number, or -1 at or behind the end of the file.
     */
    int read(long position, ByteBuffer target) throws FileFault;

    /**
     * A position from {@code position} on, before which there is nothing but zeros from there: at most the end of the
     * file. A format that knows of holes steps over them, so that whoever goes on from position to position reads
     * little else but what was written.
     */
    default long skipHole(long position) throws FileFault {
        return position;
    }

    /**
     * Fills {@code target} with the bytes from {@code position} on; whether there were so many.
     */
    default boolean readFully(long position, ByteBuffer target) throws FileFault {
        for (long at = position; target.hasRemaining(); ) {
            int count = read(at, target);
            if (count <= 0) {
                return false;
            }
            at += count;
        }
        return true;
    }

    /**
     * Moves bytes from {@code source} to {@code position} and on; what lies between there and the end of the file
     * becomes zero.
     *
     * @return how many; less than all only if the space ended in between
     * @throws FileFault NO_SPACE if there was none at all, TOO_LARGE if no file can be that long
     */
    int write(long position, ByteBuffer source) throws FileFault;

    /** What somebody reads who opens it now: itself, but of files whose content is made only then. */
    default RegularFile whenOpened() {
        return this;
    }

    /** Writes at the end; the position behind the last byte written. */
    long append(ByteBuffer source) throws FileFault;

    /** Cuts the file, or extends it with zeros, to {@code size} bytes. */
    void truncate(long size) throws FileFault;
}
