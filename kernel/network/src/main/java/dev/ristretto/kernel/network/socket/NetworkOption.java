package dev.ristretto.kernel.network.socket;

/** The options of sockets. Each constant names the one of POSIX or Linux that it stands for; a flag is 0 or 1. */
public enum NetworkOption {
    /**
     * SO_REUSEADDR, a flag, off at first. TCP: lets a socket bind and listen while old connections of the port are
     * ending. UDP: several sockets with this option may share a port; the last one bound receives, multicast goes to
     * all.
     */
    REUSE_ADDRESS,
    /**
     * SO_RCVBUF, bytes. TCP: fixes the receive buffer, which otherwise grows by itself. UDP: most bytes of waiting
     * datagrams (with about 16 for each); further ones are dropped.
     */
    RECEIVE_BUFFER,
    /**
     * SO_SNDBUF, bytes. TCP: fixes the send buffer, which otherwise grows by itself. UDP: most bytes of one datagram.
     */
    SEND_BUFFER,
    /** TCP_NODELAY, a flag, off at first: sends small segments at once instead of collecting them (RFC 896). */
    NO_DELAY,
    /** SO_KEEPALIVE, a flag, off at first: TCP probes an idle peer (RFC 9293 section 3.8.4). */
    KEEP_ALIVE,
    /** TCP_KEEPIDLE: seconds of silence before the first probe, 7200 at first. */
    KEEP_ALIVE_IDLE,
    /** TCP_KEEPINTVL: seconds between probes, 75 at first. */
    KEEP_ALIVE_INTERVAL,
    /** TCP_KEEPCNT: probes without an answer before the connection fails, 9 at first. */
    KEEP_ALIVE_COUNT,
    /**
     * SO_LINGER: -1 for off (at first), 0 makes closing send a reset. A positive number of seconds is only kept here:
     * the caller of closing waits, watching whether the connection is over.
     */
    LINGER,
    /** SO_BROADCAST, a flag, off at first: permits sending to broadcast addresses by UDP. */
    BROADCAST,
    /** IP_TTL: time to live of unicast datagrams, 1 to 255, 64 at first. */
    TIME_TO_LIVE,
    /** IP_MULTICAST_TTL: time to live of multicast datagrams, 0 to 255, 1 at first. */
    MULTICAST_TIME_TO_LIVE,
    /** IP_MULTICAST_LOOP, a flag, on at first: this machine's members receive what this socket sends to a group. */
    MULTICAST_LOOPBACK
}
