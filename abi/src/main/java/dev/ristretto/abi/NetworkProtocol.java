package dev.ristretto.abi;

import java.util.Locale;

/**
 * What a frame carries, or the protocol that dropped it. Frames are counted by what they carry: {@link #ARP},
 * {@link #ICMP}, {@link #UDP}, {@link #TCP}, {@link #OTHER_IPV4} or {@link #OTHER}.
 */
public enum NetworkProtocol {
    ETHERNET,
    ARP,
    IPV4,
    ICMP,
    IGMP,
    UDP,
    TCP,
    /** IPv4 that is neither ICMP nor UDP nor TCP. */
    OTHER_IPV4,
    /** Neither ARP nor IPv4, or too short to tell. */
    OTHER;

    /** How it is called in figures. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
