package dev.ristretto.kernel.network.ip;

import java.nio.ByteBuffer;

/** IPv4 headers (RFC 791 section 3.1). */
public final class Ipv4Format {
    /** Bytes of a header without options. */
    public static final int HEADER = 20;
    /** Offset of version and header length. */
    public static final int VERSION_LENGTH = 0;
    /** Offset of the total length. */
    public static final int TOTAL_LENGTH = 2;
    /** Offset of the identification. */
    public static final int IDENTIFICATION = 4;
    /** Offset of flags and fragment offset. */
    public static final int FRAGMENT = 6;
    /** Offset of the time to live. */
    public static final int TTL = 8;
    /** Offset of the protocol. */
    public static final int PROTOCOL = 9;
    /** Offset of the header checksum. */
    public static final int CHECKSUM = 10;
    /** Offset of the source address. */
    public static final int SOURCE = 12;
    /** Offset of the destination address. */
    public static final int DESTINATION = 16;
    /** Flag in {@link #FRAGMENT}: routers must not fragment. */
    public static final int DONT_FRAGMENT = 0x4000;
    /** Flag in {@link #FRAGMENT}: further fragments follow. */
    public static final int MORE_FRAGMENTS = 0x2000;
    /** Mask in {@link #FRAGMENT} of the offset, in units of eight bytes. */
    public static final int FRAGMENT_OFFSET = 0x1fff;
    /** Largest packet. */
    public static final int MAXIMUM_LENGTH = 65535;
    /** Protocol number of ICMP. */
    public static final int ICMP = 1;
    /** Protocol number of IGMP. */
    public static final int IGMP = 2;
    /** Protocol number of TCP. */
    public static final int TCP = 6;
    /** Protocol number of UDP. */
    public static final int UDP = 17;
    /** Option: loose source route. */
    public static final int OPTION_LOOSE_ROUTE = 131;
    /** Option: strict source route. */
    public static final int OPTION_STRICT_ROUTE = 137;

    private Ipv4Format() {}

    /** Bytes of the header at {@code index}, options included. */
    public static int headerLength(ByteBuffer buffer, int index) {
        return (buffer.get(index + VERSION_LENGTH) & 15) * 4;
    }

    /** Writes a header without options, checksum included. */
    public static void write(
            ByteBuffer buffer,
            int index,
            int totalLength,
            int identification,
            int fragment,
            int ttl,
            int protocol,
            int source,
            int destination) {
        int first = 0x4500_0000 | totalLength;
        int second = identification << 16 | fragment;
        int third = ttl << 24 | protocol << 16;
        long sum = (first & 0xffff_ffffL)
                + (second & 0xffff_ffffL)
                + (third & 0xffff_ffffL)
                + (source & 0xffff_ffffL)
                + (destination & 0xffff_ffffL);
        sum = (sum >>> 32) + (sum & 0xffff_ffffL);
        sum = (sum >>> 16) + (sum & 0xffff);
        sum = (sum >>> 16) + (sum & 0xffff);
        sum = (sum >>> 16) + (sum & 0xffff);
        buffer.putInt(index, first);
        buffer.putInt(index + IDENTIFICATION, second);
        buffer.putInt(index + TTL, third | (int) (~sum & 0xffff));
        buffer.putInt(index + SOURCE, source);
        buffer.putInt(index + DESTINATION, destination);
    }
}
