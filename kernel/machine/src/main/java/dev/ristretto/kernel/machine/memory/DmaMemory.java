package dev.ristretto.kernel.machine.memory;

import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.layout.AddressSpace;

/**
 * Memory that devices can address: physically contiguous, zeroed, page aligned, never freed.
 *
 * @param memory the bytes as the CPU sees them
 * @param physicalAddress where a device finds the first of them
 */
public record DmaMemory(RawMemory memory, long physicalAddress) {
    private static final int MOST_BYTES = 4 << 20;

    /**
     * Allocates at least {@code bytes}, rounded up to a power of two of pages, 4 MiB at most.
     *
     * @throws IllegalStateException if no such block of physical memory is free
     */
    public static DmaMemory allocate(int bytes) {
        if (bytes <= 0 || bytes > MOST_BYTES) {
            throw new IllegalArgumentException(bytes + " bytes of device memory: 1 to " + MOST_BYTES + " can be had");
        }
        int order = 0;
        while (AddressSpace.PAGE << order < bytes) {
            order++;
        }
        long size = AddressSpace.PAGE << order;
        long block = PhysicalPages.allocate(order);
        if (block == 0) {
            throw new IllegalStateException("no " + size
                    + " contiguous bytes of physical memory are free for a device: give the instance more");
        }
        long address = AddressSpace.direct(block);
        Cpu.clearPages(address, size);
        try {
            return new DmaMemory(RawMemory.at(address, size), block);
        } catch (OutOfMemoryError e) {
            PhysicalPages.free(block, order);
            throw e;
        }
    }
}
