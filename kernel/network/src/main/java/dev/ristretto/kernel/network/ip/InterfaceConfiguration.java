package dev.ristretto.kernel.network.ip;

import java.util.List;

/**
 * The addresses of the link: set by hand or learned by DHCP.
 *
 * @param address own IPv4 address
 * @param prefixLength bits of the subnet mask, 0 to 32
 * @param gateway default router, 0 if none
 * @param mtu largest IPv4 packet in bytes, at most that of the link; 0 for that of the link
 * @param dnsServers name servers in order of preference
 * @param domain the domain that completes single names, empty if none
 */
public record InterfaceConfiguration(
        int address, int prefixLength, int gateway, int mtu, List<Integer> dnsServers, String domain) {
    /** Checks the ranges and copies the list. */
    public InterfaceConfiguration {
        if (prefixLength < 0 || prefixLength > 32) {
            throw new IllegalArgumentException("prefix length must be 0 to 32, found " + prefixLength);
        }
        if (address == 0 || address == -1 || Ipv4.isMulticast(address) || Ipv4.isLoopback(address)) {
            throw new IllegalArgumentException("not an address for an interface: " + Ipv4.format(address));
        }
        if (mtu != 0 && mtu < 68) {
            throw new IllegalArgumentException("the MTU must be at least 68 bytes (RFC 791), found " + mtu);
        }
        dnsServers = List.copyOf(dnsServers);
    }

    /** An interface without name servers. */
    public InterfaceConfiguration(int address, int prefixLength, int gateway) {
        this(address, prefixLength, gateway, 0, List.of(), "");
    }

    /** The subnet mask. */
    public int mask() {
        return Ipv4.mask(prefixLength);
    }

    /** The broadcast address of the subnet; 255.255.255.255 if the prefix leaves no room for one (RFC 3021). */
    public int broadcast() {
        return prefixLength >= 31 ? Ipv4.BROADCAST : address | ~mask();
    }

    /** Whether the address is on the same subnet. */
    public boolean onLink(int other) {
        return ((other ^ address) & mask()) == 0;
    }
}
