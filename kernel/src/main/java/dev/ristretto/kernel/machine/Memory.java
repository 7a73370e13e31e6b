package dev.ristretto.kernel.machine;

/** How much memory the instance has beyond its image. */
public final class Memory {
    private Memory() {}

    public static long totalBytes() {
        return PhysicalPages.totalBytes();
    }

    public static long freeBytes() {
        return PhysicalPages.freeBytes();
    }
}
