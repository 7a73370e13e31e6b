package dev.ristretto.kernel.network.tcp;

/** The states of RFC 9293 section 3.3.2. */
public enum TcpState {
    /** No connection: fresh, failed, or over. */
    CLOSED,
    /** Waits for connection requests. */
    LISTEN,
    /** Has sent a connection request. */
    SYN_SENT,
    /** Has received and sent a connection request. */
    SYN_RECEIVED,
    /** Data flows. */
    ESTABLISHED,
    /** Has sent its end, which is not acknowledged. */
    FIN_WAIT_1,
    /** Its end is acknowledged; waits for the peer's end. */
    FIN_WAIT_2,
    /** The peer has ended; this side may still send. */
    CLOSE_WAIT,
    /** Both ended at once; waits for the acknowledgement. */
    CLOSING,
    /** The peer ended first; waits for the acknowledgement of its own end. */
    LAST_ACK,
    /** Over; keeps its port pair until old segments have died out. */
    TIME_WAIT
}
