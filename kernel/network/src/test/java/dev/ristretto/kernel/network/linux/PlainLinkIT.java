package dev.ristretto.kernel.network.linux;

/** Linux as the peer over a link that only carries frames. */
class PlainLinkIT extends LinuxPeerCases {
    PlainLinkIT() {
        super(0, false);
    }
}
