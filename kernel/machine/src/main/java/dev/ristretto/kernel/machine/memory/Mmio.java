package dev.ristretto.kernel.machine.memory;

/** Registers of devices in the physical address space. */
public final class Mmio {
    private Mmio() {}

    /** Maps {@code size} bytes of registers, uncached; mapping the same registers again is harmless. */
    public static RawMemory map(long physicalAddress, long size) {
        long address = VirtualMemory.mapDevice(physicalAddress, size);
        if (address == 0) {
            throw new OutOfMemoryError("no memory for the page tables of device registers");
        }
        return RawMemory.at(address, size);
    }
}
