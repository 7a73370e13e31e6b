package dev.ristretto.kernel.device.virtio;

import dev.ristretto.kernel.machine.memory.DmaMemory;
import dev.ristretto.kernel.machine.memory.RawMemory;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.TreeMap;

/** Physical memory of a simulated machine; a device that reaches outside what was allocated fails the test. */
public final class SimulatedMemory implements VirtioDevice.Allocator {
    private static final int PAGE = 4096;

    private final TreeMap<Long, RawMemory> blocks = new TreeMap<>();
    private long nextAddress = 0x1_2345_6000L;
    private long remaining;
    public boolean heapIsFull;

    public SimulatedMemory(long limit) {
        this.remaining = limit;
    }

    public SimulatedMemory() {
        this(Long.MAX_VALUE);
    }

    @Override
    public DmaMemory allocate(int bytes) {
        long rounded = (bytes + PAGE - 1L) & -PAGE;
        if (rounded > remaining) {
            throw new IllegalStateException("out of simulated memory");
        }
        remaining -= rounded;
        RawMemory memory = RawMemory.at(Arena.global().allocate(rounded, PAGE).address(), rounded);
        long address = nextAddress;
        nextAddress += rounded + PAGE; // a hole behind every block
        blocks.put(address, memory);
        return new DmaMemory(memory, address);
    }

    @Override
    public byte[] allocateHeap(int bytes) {
        if (heapIsFull) {
            throw new OutOfMemoryError("simulated");
        }
        return VirtioDevice.Allocator.super.allocateHeap(bytes);
    }

    public void setRemaining(long bytes) {
        remaining = bytes;
    }

    /** What the device sees at a physical address. */
    public RawMemory at(long address, long length) {
        Map.Entry<Long, RawMemory> block = blocks.floorEntry(address);
        if (block == null
                || address + length > block.getKey() + block.getValue().size()) {
            throw new AssertionError("the device was given 0x" + Long.toHexString(address) + ", length " + length
                    + ", which is not memory of the driver");
        }
        return block.getValue().slice(address - block.getKey(), length);
    }
}
