package dev.ristretto.kernel.device.block;

import dev.ristretto.kernel.device.virtio.DeviceException;
import dev.ristretto.kernel.device.virtio.Transport;
import dev.ristretto.kernel.device.virtio.VirtioDevice;
import dev.ristretto.kernel.filesystem.block.BlockDevice;

/**
 * What a disk says about itself (virtio 1.2 section 5.2.4), and what of it limits requests.
 *
 * @param size of the disk in bytes
 * @param blockSize what the disk would rather be asked for, in bytes; requests are in sectors all the same
 * @param segmentBytes how long a piece of data may be
 * @param segments how many pieces of data a request may have
 * @param discardBytes how much one request may discard, 0 if nothing can be
 */
record BlockConfiguration(long size, int blockSize, int segmentBytes, int segments, long discardBytes) {
    private static final int CAPACITY = 0;
    private static final int SIZE_MAX = 8;
    private static final int SEG_MAX = 12;
    private static final int BLK_SIZE = 20;
    private static final int MAX_DISCARD_SECTORS = 36;

    /** A configuration that changes at every look belongs to a device that is broken. */
    private static final int MOST_LOOKS = 100;

    /**
     * Reads the configuration.
     *
     * @throws DeviceException if it is none of a disk that can be used
     */
    static BlockConfiguration read(VirtioDevice device) {
        Transport transport = device.transport();
        for (int i = 0; i < MOST_LOOKS; i++) {
            int generation = transport.configurationGeneration();
            BlockConfiguration configuration = readOnce(device, transport);
            if (transport.configurationGeneration() == generation) { // else it is torn (section 2.5.1)
                return configuration.check(device);
            }
        }
        throw device.stop(device + " changed its configuration " + MOST_LOOKS + " times while it was read");
    }

    private static BlockConfiguration readOnce(VirtioDevice device, Transport transport) {
        try {
            long sectors = (transport.configuration32(CAPACITY) & 0xffff_ffffL)
                    | ((long) transport.configuration32(CAPACITY + 4) << 32);
            int blockSize =
                    device.has(VirtioBlock.BLOCK_SIZE) ? transport.configuration32(BLK_SIZE) : BlockDevice.SECTOR;
            boolean limited = device.has(VirtioBlock.SIZE_MAX);
            int segmentBytes = limited ? atMostPositive(transport.configuration32(SIZE_MAX)) : Integer.MAX_VALUE;
            // Without a number one piece of data is what every device takes.
            int segments = device.has(VirtioBlock.SEG_MAX)
                    ? Math.max(1, atMostPositive(transport.configuration32(SEG_MAX)))
                    : 1;
            long discard = device.has(VirtioBlock.DISCARD)
                    ? (transport.configuration32(MAX_DISCARD_SECTORS) & 0xffff_ffffL) * BlockDevice.SECTOR
                    : 0;
            // A number of sectors that no number of bytes can say becomes a negative size.
            long size =
                    sectors < 0 || sectors > Long.MAX_VALUE / BlockDevice.SECTOR ? -1 : sectors * BlockDevice.SECTOR;
            return new BlockConfiguration(size, blockSize, segmentBytes, segments, discard);
        } catch (IndexOutOfBoundsException e) {
            throw device.stop(device + " has too short a configuration for a disk");
        }
    }

    /** The unsigned number {@code value}, or the largest signed one if that is smaller. */
    private static int atMostPositive(int value) {
        return value < 0 ? Integer.MAX_VALUE : value;
    }

    private BlockConfiguration check(VirtioDevice device) {
        if (size < 0) {
            throw device.stop(device + " claims to have more than " + Long.MAX_VALUE + " bytes");
        }
        if (segmentBytes == 0) {
            throw device.stop(device + " takes no data: its largest segment has 0 bytes");
        }
        return this;
    }
}
