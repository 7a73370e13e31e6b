package dev.ristretto.kernel.network.ip;

/** IPv4 addresses as {@code int} values in network order: text form and classes (RFC 1122 section 3.2.1.3, RFC 6890). */
public final class Ipv4 {
    /** 0.0.0.0: no address, or any address of this machine. */
    public static final int ANY = 0;
    /** 127.0.0.1. */
    public static final int LOOPBACK = 0x7f000001;
    /** 255.255.255.255. */
    public static final int BROADCAST = -1;

    private Ipv4() {}

    /** The address {@code a.b.c.d}. */
    public static int of(int a, int b, int c, int d) {
        return (a & 0xff) << 24 | (b & 0xff) << 16 | (c & 0xff) << 8 | d & 0xff;
    }

    /**
     * Reads four decimal numbers with dots between.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static int parse(String text) {
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
        return address << 8 | octet;
    }

    private static IllegalArgumentException notAnAddress(String text) {
        return new IllegalArgumentException("not an IPv4 address: '" + text + "'; expected a form like 192.0.2.1");
    }

    /** The dotted form. */
    public static String format(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 0xff) + "." + (address >>> 8 & 0xff) + "." + (address & 0xff);
    }

    /** The mask of a prefix length 0 to 32. */
    public static int mask(int prefixLength) {
        return prefixLength == 0 ? 0 : -1 << 32 - prefixLength;
    }

    /** Whether the address is in 127.0.0.0/8. */
    public static boolean isLoopback(int address) {
        return address >>> 24 == 127;
    }

    /** Whether the address is in 224.0.0.0/4. */
    public static boolean isMulticast(int address) {
        return address >>> 28 == 14;
    }
}
