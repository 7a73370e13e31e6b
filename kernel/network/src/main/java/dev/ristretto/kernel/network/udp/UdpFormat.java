package dev.ristretto.kernel.network.udp;

/** UDP headers (RFC 768). */
public final class UdpFormat {
    /** Bytes of the header. */
    public static final int HEADER = 8;
    /** Offset of the source port. */
    public static final int SOURCE_PORT = 0;
    /** Offset of the destination port. */
    public static final int DESTINATION_PORT = 2;
    /** Offset of the length of header and data. */
    public static final int LENGTH = 4;
    /** Offset of the checksum; 0 means none. */
    public static final int CHECKSUM = 6;

    private UdpFormat() {}
}
