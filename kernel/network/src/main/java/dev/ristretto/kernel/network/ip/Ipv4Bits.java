package dev.ristretto.kernel.network.ip;

/**
 * Classes of IPv4 addresses (RFC 1122 section 3.2.1.3) that are still the 32 bits of a header: for what is done with
 * each packet.
 */
final class Ipv4Bits {
    static final int BROADCAST = -1;

    private Ipv4Bits() {}

    /** The mask of a prefix length 0 to 32. */
    static int mask(int prefixLength) {
        return prefixLength == 0 ? 0 : -1 << 32 - prefixLength;
    }

    /** Whether the address is in 127.0.0.0/8. */
    static boolean isLoopback(int address) {
        return address >>> 24 == 127;
    }

    /** Whether the address is in 224.0.0.0/4. */
    static boolean isMulticast(int address) {
        return address >>> 28 == 14;
    }
}
