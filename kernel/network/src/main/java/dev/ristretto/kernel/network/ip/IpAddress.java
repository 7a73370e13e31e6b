package dev.ristretto.kernel.network.ip;

import org.jspecify.annotations.Nullable;

/**
 * An address of IP: of version 4 (RFC 1122 section 3.2.1.3, RFC 6890), the only one that the stack speaks. Immutable;
 * equal to every other object with the same bits.
 *
 * <p>What is absent (a gateway that there is not, a source that the stack is to choose) is null, never an address:
 * {@link #ANY} is the unspecified address 0.0.0.0, which a socket is bound to that takes what comes to any address of
 * this machine.
 */
public final class IpAddress {
    /** 0.0.0.0, the unspecified address. */
    public static final IpAddress ANY = new IpAddress(0);
    /** 127.0.0.1. */
    public static final IpAddress LOOPBACK = new IpAddress(0x7f00_0001);
    /** 255.255.255.255, all stations of the link. */
    public static final IpAddress BROADCAST = new IpAddress(-1);

    /**
     * Addresses made last, so that what comes again and again from headers and system calls costs no memory. Races do
     * no harm: an entry is immutable, and a lost one is made anew.
     */
    private static final @Nullable IpAddress[] RECENT = new @Nullable IpAddress[64];

    private final int bits;

    private IpAddress(int bits) {
        this.bits = bits;
    }

    /** The version 4 address with these bits in network order: 127.0.0.1 is {@code 0x7f000001}. */
    public static IpAddress ofV4(int bits) {
        int slot = (bits ^ bits >>> 8 ^ bits >>> 16) & RECENT.length - 1;
        IpAddress recent = RECENT[slot];
        if (recent == null || recent.bits != bits) {
            recent = new IpAddress(bits);
            RECENT[slot] = recent;
        }
        return recent;
    }

    /** The address {@code a.b.c.d}. */
    public static IpAddress of(int a, int b, int c, int d) {
        return ofV4((a & 0xff) << 24 | (b & 0xff) << 16 | (c & 0xff) << 8 | d & 0xff);
    }

    /**
     * Reads four decimal numbers with dots between.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static IpAddress parse(String text) {
        int address = 0;
        int octet = -1;
        int dots = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                octet = (octet < 0 ? 0 : octet * 10) + c - '0';
                if (octet > 255) {
                    throw notAnAddress(text);
                }
            } else if (c == '.' && octet >= 0 && dots < 3) {
                address = address << 8 | octet;
                octet = -1;
                dots++;
            } else {
                throw notAnAddress(text);
            }
        }
        if (dots != 3 || octet < 0) {
            throw notAnAddress(text);
        }
        return ofV4(address << 8 | octet);
    }

    private static IllegalArgumentException notAnAddress(String text) {
        return new IllegalArgumentException("not an IPv4 address: '" + text + "'; expected a form like 192.0.2.1");
    }

    /** The bits of a version 4 address in network order, as headers have them. */
    public int v4() {
        return bits;
    }

    /** Whether it is {@link #ANY}. */
    public boolean isAny() {
        return bits == 0;
    }

    /** Whether it is {@link #BROADCAST}; only a route table knows the broadcast address of a subnet. */
    public boolean isBroadcast() {
        return bits == Ipv4Bits.BROADCAST;
    }

    /** Whether it is in 127.0.0.0/8. */
    public boolean isLoopback() {
        return Ipv4Bits.isLoopback(bits);
    }

    /** Whether it is in 224.0.0.0/4. */
    public boolean isMulticast() {
        return Ipv4Bits.isMulticast(bits);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IpAddress address && address.bits == bits;
    }

    @Override
    public int hashCode() {
        return bits * 0x9e37_79b9;
    }

    /** The dotted form. */
    @Override
    public String toString() {
        return (bits >>> 24) + "." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "." + (bits & 0xff);
    }
}
