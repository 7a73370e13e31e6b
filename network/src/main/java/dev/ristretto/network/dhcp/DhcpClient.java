package dev.ristretto.network.dhcp;

import dev.ristretto.network.NetworkStack;

/**
 * Obtains the addresses of the link from a DHCP server, keeps them by renewing and rebinding, and takes them away when the lease ends
 * (RFC 2131 section 4.4). Calls {@link NetworkStack#configure}. Thread-safe; works while the stack is polled.
 */
public final class DhcpClient {
    /**
     * A client that has not begun.
     *
     * @param stack a stack with a link
     * @param hostName name told to the server (option 12), empty for none
     */
    public DhcpClient(NetworkStack stack, String hostName) {}

    /** Begins to ask; goes on until {@link #stop}. To wait for the address, see {@link NetworkStack#setConfigurationListener}. */
    public void start() {
        throw new UnsupportedOperationException("start");
    }

    /** Gives the lease back (DHCPRELEASE), takes the addresses away and ends. */
    public void stop() {
        throw new UnsupportedOperationException("stop");
    }

    /** Where the client stands. */
    public DhcpState state() {
        throw new UnsupportedOperationException("state");
    }
}
