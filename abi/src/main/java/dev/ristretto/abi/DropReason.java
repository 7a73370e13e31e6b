package dev.ristretto.abi;

import java.util.Locale;

/** Why a frame or packet went no further. */
public enum DropReason {
    /** Too short, or a field of its header has a value that it cannot have. */
    MALFORMED,
    /** Its checksum is not that of its bytes. */
    CHECKSUM,
    /** Its sender's address is one that nobody else on the link can have. */
    INVALID_SOURCE,
    /** It is addressed to somebody else. */
    NOT_FOR_US,
    /** It went to several stations, which its protocol does not permit or answer. */
    GROUP,
    /** It dictates its route (RFC 7126 section 4.3). */
    SOURCE_ROUTE,
    /** A protocol, or a type of its messages, that is not implemented. */
    UNSUPPORTED,
    /** A fragment that cannot be, or that contradicts others of its packet. */
    FRAGMENT_INVALID,
    /** A packet of which fragments did not come in time. */
    FRAGMENT_TIMEOUT,
    /** An incomplete packet that made room for fragments of newer ones. */
    FRAGMENT_MEMORY,
    /** Nobody has the port. */
    NO_PORT,
    /** A segment of no connection. */
    NO_CONNECTION,
    /** Too many connections wait to be accepted. */
    ACCEPT_QUEUE_FULL,
    /** There are as many connections as there may be. */
    CONNECTION_LIMIT,
    /** The socket's buffer or, of what is sent, the memory of the link was full. */
    BUFFER_FULL,
    /** There was no way to its destination. */
    NO_ROUTE,
    /** Too many packets waited for the address of the next station. */
    QUEUE_FULL,
    /** The next station did not say its address. */
    UNREACHABLE,
    /** Enough of its kind have been sent for now. */
    RATE_LIMIT;

    /** How it is called in figures. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
