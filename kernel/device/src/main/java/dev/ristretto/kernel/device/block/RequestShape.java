package dev.ristretto.kernel.device.block;

import dev.ristretto.kernel.device.virtio.DeviceException;
import dev.ristretto.kernel.device.virtio.VirtioDevice;
import dev.ristretto.kernel.filesystem.block.BlockDevice;

/**
 * Of how many pieces a request may consist (virtio 1.2 section 5.2.6.1).
 *
 * @param segmentBytes how long a piece of data may be
 * @param segments how many pieces of data there may be
 */
record RequestShape(int segmentBytes, int segments) {
    /**
     * With eight requests of so many bytes, 256 KiB are under way, which at 100 µs each is 2.5 GB/s. Pieces of a page
     * would have their interrupt each, and more memory is not there: all devices of a small instance share 2 MiB.
     */
    static final int MOST_DATA_BYTES = 32 << 10;

    /** Header and status. */
    private static final int OTHER_PIECES = 2;

    /**
     * The largest requests that the device takes.
     *
     * @param queueSize how many descriptors there are for all requests
     * @throws DeviceException if it takes no sector
     */
    static RequestShape of(VirtioDevice device, BlockConfiguration configuration, int queueSize) {
        int segmentBytes = Math.min(MOST_DATA_BYTES, configuration.segmentBytes());
        int needed = (MOST_DATA_BYTES + segmentBytes - 1) / segmentBytes;
        int segments = Math.min(Math.min(needed, configuration.segments()), queueSize - OTHER_PIECES);
        RequestShape shape = new RequestShape(segmentBytes, segments);
        if (shape.dataBytes() <= 0) {
            throw device.stop(device + " takes no sector of " + BlockDevice.SECTOR
                    + " bytes in a request: its queue has "
                    + queueSize + " descriptors, and a request at most " + configuration.segments() + " segments of "
                    + configuration.segmentBytes() + " bytes");
        }
        return shape;
    }

    /** How many bytes of data a request may have, a multiple of a sector. */
    int dataBytes() {
        return (int) Math.min(MOST_DATA_BYTES, (long) segmentBytes * segments) & -BlockDevice.SECTOR;
    }

    /** How many descriptors a request needs at most. */
    int descriptors() {
        return OTHER_PIECES + segments;
    }
}
