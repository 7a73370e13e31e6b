package dev.ristretto.kernel.filesystem.ext4.layout;

/**
 * Blocks of a file that are in a row on the device.
 *
 * @param logical the first of them in the file
 * @param physical the first of them on the device
 * @param length how many
 * @param written whether the file's contents are in them; else it is as if they were zero
 */
public record Extent(long logical, long physical, long length, boolean written) {
    private static final long NOWHERE = -1;

    /** Blocks of a file that are nowhere on the device: they read as zeros. */
    public static Extent hole(long logical, long length) {
        return new Extent(logical, NOWHERE, length, false);
    }

    /** Whether the blocks are nowhere on the device. */
    public boolean isHole() {
        return physical == NOWHERE;
    }

    /** The first block of the file behind it. */
    public long end() {
        return logical + length;
    }

    /** Whether {@code next} goes on where this ends, so that both can be one. */
    public boolean isContinuedBy(Extent next) {
        int longest = written ? ExtentNode.LONGEST : ExtentNode.LONGEST - 1;
        return written == next.written
                && end() == next.logical
                && physical + length == next.physical
                && length + next.length <= longest;
    }

    /** The part of it from {@code from} to before {@code to}, blocks of the file. */
    public Extent part(long from, long to) {
        return new Extent(from, physical + from - logical, to - from, written);
    }
}
