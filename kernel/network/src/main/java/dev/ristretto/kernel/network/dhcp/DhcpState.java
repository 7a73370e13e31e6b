package dev.ristretto.kernel.network.dhcp;

/** The states of RFC 2131 section 4.4 (figure 5). */
public enum DhcpState {
    /** Not started, or stopped. */
    STOPPED,
    /** Looks for servers. */
    SELECTING,
    /** Has asked for an offered address. */
    REQUESTING,
    /** Has an address. */
    BOUND,
    /** Has an address and asks its server for more time. */
    RENEWING,
    /** Has an address and asks any server for more time. */
    REBINDING
}
