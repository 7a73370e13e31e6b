package dev.ristretto.kernel.network.ip;

import dev.ristretto.kernel.network.link.Frame;

/** Who is told of packets that could not be delivered: ICMP. Called with the stack's lock held. */
public interface DeliveryErrors {
    /** A received packet is for a protocol that this machine does not have. */
    void protocolUnreachable(Ipv4Packet packet);

    /** A received packet is for a port that nobody has. */
    void portUnreachable(Ipv4Packet packet);

    /** Fragments of a packet, of which the first is here, did not come in time. */
    void reassemblyTimeExceeded(Ipv4Packet packet);

    /**
     * A frame of this machine cannot be sent because its next hop does not answer; the caller releases it afterwards.
     */
    void nextHopUnreachable(Frame frame);
}
