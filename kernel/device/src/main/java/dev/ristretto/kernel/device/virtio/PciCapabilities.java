package dev.ristretto.kernel.device.virtio;

/**
 * Reading a function's capability list and base address registers (PCI Local Bus Specification 3.0 sections 6.2.5 and
 * 6.7; virtio 1.2 section 4.1.4). Everything found there is checked: the list may loop or point nowhere.
 */
final class PciCapabilities {
    /** Returned when there is no such capability. */
    static final int NONE = 0;

    static final int MSI_X = 0x11;

    private static final int VENDOR_SPECIFIC = 0x09;
    private static final int STATUS = 0x06;
    private static final int STATUS_HAS_LIST = 1 << 4;
    private static final int FIRST = 0x34;
    private static final int BAR_0 = 0x10;
    private static final int BARS = 6;
    private static final int FIRST_POSSIBLE_OFFSET = 0x40;
    private static final int MOST_CAPABILITIES = 48;
    private static final int ANY = -1;

    private static final int VIRTIO_TYPE = 3;
    private static final int VIRTIO_BAR = 4;
    private static final int VIRTIO_OFFSET = 8;
    private static final int VIRTIO_LENGTH = 12;

    private static final int BAR_IO = 1;
    private static final int BAR_TYPE_MASK = 6;
    private static final int BAR_64_BIT = 4;

    private final PciConfigurationSpace space;
    private final int function;

    PciCapabilities(PciConfigurationSpace space, int function) {
        this.space = space;
        this.function = function;
    }

    /**
     * A piece of a base address register's memory.
     *
     * @param physicalAddress of its first byte
     * @param length in bytes
     */
    record Region(long physicalAddress, long length) {}

    /** Offset of the first capability of this kind, or {@link #NONE}. */
    int find(int kind) {
        return walk(kind, ANY);
    }

    /** Offset of the first virtio capability of this type whose region is in memory, or {@link #NONE}. */
    int findVirtio(int type) {
        return walk(VENDOR_SPECIFIC, type);
    }

    private int walk(int kind, int virtioType) {
        if ((space.read16(function, STATUS) & STATUS_HAS_LIST) == 0) {
            return NONE;
        }
        int at = space.read8(function, FIRST) & ~3;
        for (int i = 0; i < MOST_CAPABILITIES && at >= FIRST_POSSIBLE_OFFSET; i++) {
            if (space.read8(function, at) == kind && (virtioType == ANY || isUsable(at, virtioType))) {
                return at;
            }
            at = space.read8(function, at + 1) & ~3;
        }
        return NONE;
    }

    private boolean isUsable(int capability, int virtioType) {
        int bar = space.read8(function, capability + VIRTIO_BAR);
        return space.read8(function, capability + VIRTIO_TYPE) == virtioType && bar < BARS && !isIo(bar);
    }

    /**
     * The region a virtio capability describes.
     *
     * @throws DeviceException if it is shorter than {@code leastLength}, or the firmware gave the register no address
     */
    Region virtioRegion(int capability, int leastLength) {
        int bar = space.read8(function, capability + VIRTIO_BAR);
        long offset = space.read32(function, capability + VIRTIO_OFFSET) & 0xffff_ffffL;
        long length = space.read32(function, capability + VIRTIO_LENGTH) & 0xffff_ffffL;
        if (length < leastLength) {
            throw new DeviceException(PciBus.name(function) + ": the virtio capability at 0x"
                    + Integer.toHexString(capability) + " covers " + length + " bytes, needed are " + leastLength);
        }
        return new Region(barAddress(bar) + offset, length);
    }

    /**
     * The physical address in a memory base address register.
     *
     * @throws DeviceException if the register is none for memory or holds no address
     */
    long barAddress(int bar) {
        if (bar >= BARS || isIo(bar)) {
            throw new DeviceException(PciBus.name(function) + ": base address register " + bar + " is not for memory");
        }
        int low = space.read32(function, BAR_0 + 4 * bar);
        long address = low & 0xffff_fff0L;
        if ((low & BAR_TYPE_MASK) == BAR_64_BIT && bar + 1 < BARS) {
            address |= (long) space.read32(function, BAR_0 + 4 * (bar + 1)) << 32;
        }
        if (address == 0 || address >>> 52 != 0) {
            throw new DeviceException(PciBus.name(function) + ": base address register " + bar
                    + " holds no usable address (0x" + Long.toHexString(address)
                    + "); the firmware assigns them, so start the machine with its firmware (SeaBIOS)");
        }
        return address;
    }

    private boolean isIo(int bar) {
        return (space.read32(function, BAR_0 + 4 * bar) & BAR_IO) != 0;
    }
}
