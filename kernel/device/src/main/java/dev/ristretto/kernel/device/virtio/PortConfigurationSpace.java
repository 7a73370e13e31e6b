package dev.ristretto.kernel.device.virtio;

import dev.ristretto.kernel.machine.cpu.x86.PortIo;

/**
 * Configuration space through ports 0xcf8 and 0xcfc (PCI Local Bus Specification 3.0 section 3.2.2.3.2).
 *
 * <p>Address and data take two accesses, so all of them go through one lock.
 */
final class PortConfigurationSpace implements PciConfigurationSpace {
    private static final int ADDRESS_PORT = 0xcf8;
    private static final int DATA_PORT = 0xcfc;
    private static final int ENABLE = 1 << 31;

    @Override
    public synchronized int read32(int function, int offset) {
        PortIo.write32(ADDRESS_PORT, address(function, offset));
        return PortIo.read32(DATA_PORT);
    }

    @Override
    public synchronized void write16(int function, int offset, int value) {
        PortIo.write32(ADDRESS_PORT, address(function, offset));
        PortIo.write16(DATA_PORT + (offset & 2), value);
    }

    private static int address(int function, int offset) {
        return ENABLE | function << 8 | offset & 0xfc;
    }
}
