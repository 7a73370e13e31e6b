package dev.ristretto.run.vmm;

/**
 * What a guest's kernel has counted since it was started. The guest is not trusted: its words may be wrong, but none is
 * negative.
 *
 * @param bootNanos nanoseconds from the kernel's first instruction to the application's main
 * @param receivedPackets Ethernet frames that have come
 * @param receivedBytes their bytes, headers included
 * @param sentPackets Ethernet frames given to the network card, of which each may be cut into several there
 * @param sentBytes their bytes, headers included
 */
public record GuestCounters(
        long bootNanos, long receivedPackets, long receivedBytes, long sentPackets, long sentBytes) {}
