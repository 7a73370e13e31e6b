package dev.ristretto.kernel.network.icmp;

/** A protocol that wants to know what became of packets that it sent. Called with the stack's lock held. */
public interface ErrorListener {
    /** Its number in the IP header. Constant. */
    int number();

    /** A packet of this machine has not arrived. What it says is not to be trusted: anybody can send such a message. */
    void failed(FailedPacket packet);
}
