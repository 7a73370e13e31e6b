package dev.ristretto.kernel.network.icmp;

/** ICMP messages (RFC 792, RFC 1191). */
public final class IcmpFormat {
    /** Bytes before the data or the quoted packet. */
    public static final int HEADER = 8;
    /** Offset of the type. */
    public static final int TYPE = 0;
    /** Offset of the code. */
    public static final int CODE = 1;
    /** Offset of the checksum. */
    public static final int CHECKSUM = 2;
    /** Offset of the identifier of an echo message. */
    public static final int IDENTIFIER = 4;
    /** Offset of the sequence number of an echo message. */
    public static final int SEQUENCE = 6;
    /** Offset of the next hop's MTU in a "fragmentation needed" message. */
    public static final int NEXT_HOP_MTU = 6;
    /** Type: answer to an echo request. */
    public static final int ECHO_REPLY = 0;
    /** Type: destination unreachable. */
    public static final int UNREACHABLE = 3;
    /** Type: echo request. */
    public static final int ECHO_REQUEST = 8;
    /** Type: time to live or reassembly time exceeded. */
    public static final int TIME_EXCEEDED = 11;
    /** Type: a header field is wrong. */
    public static final int PARAMETER_PROBLEM = 12;
    /** Code of {@link #UNREACHABLE}: network. */
    public static final int NETWORK = 0;
    /** Code of {@link #UNREACHABLE}: host. */
    public static final int HOST = 1;
    /** Code of {@link #UNREACHABLE}: protocol. */
    public static final int PROTOCOL = 2;
    /** Code of {@link #UNREACHABLE}: port. */
    public static final int PORT = 3;
    /** Code of {@link #UNREACHABLE}: too long for the next hop, and fragmentation is forbidden. */
    public static final int FRAGMENTATION_NEEDED = 4;
    /** Code of {@link #TIME_EXCEEDED}: fragments missing. */
    public static final int REASSEMBLY = 1;

    private IcmpFormat() {}
}
