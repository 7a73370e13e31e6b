package dev.ristretto.kernel.network.tcp;

/**
 * What a SYN of this side says (RFC 9293 section 3.7.1, RFC 7323, RFC 2018). One object serves all; it is valid during
 * the call only.
 */
final class TcpSyn {
    /** Own port and the peer's, as the header has them. */
    int ports;

    int sequence;
    /** Whether it answers the peer's SYN, and the number after that. */
    boolean acknowledges;

    int acknowledgement;
    /** Never scaled. */
    int window;

    int mss;
    boolean sackPermitted;
    boolean timestamps;
    int timestampValue;
    int timestampEcho;
    /** Scale of later windows, -1 to say nothing of it. */
    int windowShift;
}
