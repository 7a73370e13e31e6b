package dev.ristretto.run.vmm;

import dev.ristretto.abi.NetworkCounter;
import java.util.Map;

/**
 * What a guest's kernel has counted since it was started. The guest is not trusted: its words may be wrong, but none is
 * negative.
 *
 * @param bootNanos nanoseconds from the kernel's first instruction to the application's main
 * @param receivedPackets Ethernet frames that have come
 * @param receivedBytes their bytes, headers included
 * @param sentPackets Ethernet frames given to the network card, of which each may be cut into several there
 * @param sentBytes their bytes, headers included
 * @param network what its network stack has counted, as far as both sides know it; empty if it has no stack, has not
 *     used it yet or is of an older kernel
 */
public record GuestCounters(
        long bootNanos,
        long receivedPackets,
        long receivedBytes,
        long sentPackets,
        long sentBytes,
        Map<NetworkCounter, Long> network) {

    public GuestCounters {
        network = Map.copyOf(network);
    }
}
