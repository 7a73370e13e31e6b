package dev.ristretto.kernel.machine.io;

import dev.ristretto.kernel.machine.memory.PhysicalPages;
import dev.ristretto.kernel.machine.threads.ProcessorTime;

/** What an instance has and uses. */
public final class ResourceUsage {
    private ResourceUsage() {}

    /** How much memory an application has, in bytes: what was free after boot. */
    public static long memory() {
        return PhysicalPages.size();
    }

    /** How much of it is free. */
    public static long freeMemory() {
        return PhysicalPages.freeBytes();
    }

    /** How long threads have run, those too that have ended, in nanoseconds. */
    public static long processorTime() {
        return ProcessorTime.ofAll();
    }
}
