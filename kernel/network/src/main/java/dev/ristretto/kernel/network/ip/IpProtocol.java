package dev.ristretto.kernel.network.ip;

/** A protocol over IP, to which received packets are handed. Called with the stack's lock held. */
public interface IpProtocol {
    /** Its number in the IP header. Constant. */
    int number();

    /** Takes in a packet for this machine; whatever it contains, nothing is thrown. */
    void receive(Ipv4Packet packet);
}
