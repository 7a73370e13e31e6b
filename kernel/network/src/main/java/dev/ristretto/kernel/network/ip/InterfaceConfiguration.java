package dev.ristretto.kernel.network.ip;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of the link: set by hand or learned by DHCP.
 *
 * @param address own address
 * @param prefixLength bits of the subnet mask, 0 to 32
 * @param gateway default router, null if there is none
 * @param mtu largest IPv4 packet in bytes, at most that of the link; 0 for that of the link
 * @param dnsServers name servers in order of preference
 * @param domain the domain that completes single names, empty if none
 */
public record InterfaceConfiguration(
        IpAddress address,
        int prefixLength,
        @Nullable IpAddress gateway,
        int mtu,
        List<IpAddress> dnsServers,
        String domain) {
    /** Checks the ranges and copies the list. */
    public InterfaceConfiguration {
        if (prefixLength < 0 || prefixLength > 32) {
            throw new IllegalArgumentException("prefix length must be 0 to 32, found " + prefixLength);
        }
        if (address.isAny() || address.isBroadcast() || address.isMulticast() || address.isLoopback()) {
            throw new IllegalArgumentException("not an address for an interface: " + address);
        }
        if (mtu != 0 && mtu < 68) {
            throw new IllegalArgumentException("the MTU must be at least 68 bytes (RFC 791), found " + mtu);
        }
        dnsServers = List.copyOf(dnsServers);
    }

    /** An interface without name servers. */
    public InterfaceConfiguration(IpAddress address, int prefixLength, @Nullable IpAddress gateway) {
        this(address, prefixLength, gateway, 0, List.of(), "");
    }

    /**
     * Bits of a subnet mask.
     *
     * @return -1 if ones follow a zero, as in no mask
     */
    public static int prefixLength(IpAddress mask) {
        int ones = Integer.bitCount(mask.v4());
        return mask.v4() == Ipv4Bits.mask(ones) ? ones : -1;
    }

    /** What the class of an address says where nobody gives a mask (RFC 791 section 3.2). */
    public static int classPrefixLength(IpAddress address) {
        int bits = address.v4();
        return bits >= 0 ? 8 : bits >>> 30 == 2 ? 16 : 24;
    }

    /** The broadcast address of the subnet; 255.255.255.255 if the prefix leaves no room for one (RFC 3021). */
    public IpAddress broadcast() {
        return prefixLength >= 31 ? IpAddress.BROADCAST : IpAddress.ofV4(address.v4() | ~mask());
    }

    /** Whether the address is on the same subnet. */
    public boolean onLink(IpAddress other) {
        return onLink(other.v4());
    }

    /** {@link #onLink(IpAddress)} for the bits of a header. */
    boolean onLink(int other) {
        return ((other ^ address.v4()) & mask()) == 0;
    }

    /** Whether these bits of a header mean all stations of the subnet. */
    boolean isBroadcast(int other) {
        return prefixLength < 31 && onLink(other) && (other | mask()) == Ipv4Bits.BROADCAST;
    }

    private int mask() {
        return Ipv4Bits.mask(prefixLength);
    }
}
