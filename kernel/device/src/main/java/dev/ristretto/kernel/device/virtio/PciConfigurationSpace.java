package dev.ristretto.kernel.device.virtio;

/**
 * The configuration space of all PCI functions (PCI Local Bus Specification 3.0 section 6.1).
 *
 * <p>A function is named by {@code bus << 8 | device << 3 | function}; offsets are 0 to 255 and aligned to the width.
 */
interface PciConfigurationSpace {
    /** Four bytes; all ones where there is no function. */
    int read32(int function, int offset);

    /** Writes two bytes, for registers whose neighbours must not be written. */
    void write16(int function, int offset, int value);

    /** Two bytes, unsigned. */
    default int read16(int function, int offset) {
        return read32(function, offset & ~3) >>> 8 * (offset & 2) & 0xffff;
    }

    /** One byte, unsigned. */
    default int read8(int function, int offset) {
        return read32(function, offset & ~3) >>> 8 * (offset & 3) & 0xff;
    }
}
