package dev.ristretto.kernel.network.tcp.format;

/** TCP headers and options (RFC 9293 section 3.1, RFC 7323, RFC 2018). */
public final class TcpFormat {
    /** Bytes of a header without options. */
    public static final int HEADER = 20;
    /** Offset of the source port. */
    public static final int SOURCE_PORT = 0;
    /** Offset of the destination port. */
    public static final int DESTINATION_PORT = 2;
    /** Offset of the sequence number. */
    public static final int SEQUENCE = 4;
    /** Offset of the acknowledgement number. */
    public static final int ACKNOWLEDGEMENT = 8;
    /** Offset of the header length in its high four bits. */
    public static final int DATA_OFFSET = 12;
    /** Offset of the flags. */
    public static final int FLAGS = 13;
    /** Offset of the window. */
    public static final int WINDOW = 14;
    /** Offset of the checksum. */
    public static final int CHECKSUM = 16;
    /** Offset of the urgent pointer. */
    public static final int URGENT = 18;
    /** Flag: no more data from the sender. */
    public static final int FIN = 1;
    /** Flag: synchronise sequence numbers. */
    public static final int SYN = 2;
    /** Flag: reset the connection. */
    public static final int RST = 4;
    /** Flag: push. */
    public static final int PSH = 8;
    /** Flag: the acknowledgement number counts. */
    public static final int ACK = 16;
    /** Option: end of the list. */
    public static final int OPTION_END = 0;
    /** Option: padding. */
    public static final int OPTION_NOP = 1;
    /** Option: maximum segment size. */
    public static final int OPTION_MSS = 2;
    /** Option: window scale. */
    public static final int OPTION_WINDOW_SCALE = 3;
    /** Option: selective acknowledgements are welcome. */
    public static final int OPTION_SACK_PERMITTED = 4;
    /** Option: selective acknowledgements. */
    public static final int OPTION_SACK = 5;
    /** Option: timestamps. */
    public static final int OPTION_TIMESTAMPS = 8;
    /** Bytes of the timestamps option with its padding. */
    public static final int TIMESTAMPS_LENGTH = 12;
    /** Most blocks that fit into a SACK option. */
    public static final int MAXIMUM_SACK_BLOCKS = 4;
    /** Largest value of the window field. */
    public static final int MAXIMUM_WINDOW_FIELD = 65535;
    /** Largest shift of the window (RFC 7323 section 2.3). */
    public static final int MAXIMUM_WINDOW_SHIFT = 14;
    /** Segment size of a peer that states none (RFC 9293 section 3.7.1). */
    public static final int DEFAULT_MSS = 536;

    private TcpFormat() {}
}
