package dev.ristretto.kernel.network.icmp;

import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.socket.NetworkError;
import java.nio.ByteBuffer;

/**
 * A packet that did not arrive, as an ICMP message quotes it.
 *
 * @param source address that it had come from, one of this machine
 * @param destination address that it was to go to
 * @param quote the memory that holds its beginning; valid during the call only
 * @param payload index of its payload, of which eight bytes are there
 * @param error what the user of the socket should be told
 * @param pathMtu not 0 if it was too long: bytes of the largest packet that gets through
 */
public record FailedPacket(
        IpAddress source, IpAddress destination, ByteBuffer quote, int payload, NetworkError error, int pathMtu) {
    /** Port that it had come from. */
    public int sourcePort() {
        return quote.getInt(payload) >>> 16;
    }

    /** Port that it was to go to. */
    public int destinationPort() {
        return quote.getInt(payload) & 0xffff;
    }
}
