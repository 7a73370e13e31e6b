package dev.ristretto.kernel.network.ip;

import java.util.random.RandomGenerator;

/**
 * Numbers for the identification field of packets that may be fragmented. Each pair of ends has a sequence of its own
 * under a secret function (as RFC 7739 section 5.3 does it), so that nobody learns from the numbers that he gets how
 * much is sent to others. A packet that is never fragmented needs none (RFC 6864 section 4.1).
 */
final class PacketIdentification {
    private static final int COUNTERS = 256;

    private final SipHash hash;
    private final short[] counters = new short[COUNTERS];

    PacketIdentification(RandomGenerator random) {
        hash = new SipHash(random.nextLong(), random.nextLong());
        for (int i = 0; i < COUNTERS; i++) {
            counters[i] = (short) random.nextInt();
        }
    }

    /** The number of the next packet of a protocol along a route. */
    int next(Route route, int protocol) {
        long ends = (long) route.source().v4() << 32 | route.destination().v4() & 0xffff_ffffL;
        long mixed = hash.hash(ends, protocol);
        int counter = (int) (mixed >>> 32) & COUNTERS - 1;
        return (int) mixed + counters[counter]++ & 0xffff;
    }
}
