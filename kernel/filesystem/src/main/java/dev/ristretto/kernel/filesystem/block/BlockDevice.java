package dev.ristretto.kernel.filesystem.block;

import java.nio.ByteBuffer;

/**
 * A disk, or what behaves like one. Positions and lengths are in bytes and multiples of {@link #SECTOR}.
 *
 * <p>A write may return as soon as the device has its own copy of the bytes: reads see it at once, but it may reach the
 * medium later, torn between sectors and in any order with others, until {@link #flush} has returned. What fails then
 * is told by a later call, at the latest by that flush. Safe for use by several threads.
 */
public interface BlockDevice {
    /** What is written whole or not at all, in bytes. */
    int SECTOR = 512;

    /** How many bytes it has. */
    long size();

    /** Whether nothing can be written. */
    boolean readOnly();

    /** OUT_OF_RANGE unless it has all of these bytes. */
    default void requireInside(long position, long length) throws BlockFault {
        if (position < 0 || length < 0 || position > size() - length) {
            throw new BlockFault(BlockFault.Cause.OUT_OF_RANGE, position, null);
        }
    }

    /** Fills all of {@code target} with what is at {@code position}. */
    void read(long position, ByteBuffer target) throws BlockFault;

    /** Takes all of {@code source} to {@code position}. */
    void write(long position, ByteBuffer source) throws BlockFault;

    /** Returns when everything that was written before would survive a power cut. */
    void flush() throws BlockFault;

    /** Says that nobody needs what is in these bytes; reading them then gives anything. */
    void discard(long position, long length) throws BlockFault;
}
