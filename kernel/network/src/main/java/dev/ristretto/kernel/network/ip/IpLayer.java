package dev.ristretto.kernel.network.ip;

import dev.ristretto.kernel.network.link.Frame;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the protocols above need of IP: ways to destinations, and packets over them. They see nothing of headers below
 * their own, so that another version of IP can stand behind it. For use with the stack's lock held.
 */
public interface IpLayer {
    /** Time to live of packets for which nobody wants another. */
    int DEFAULT_TIME_TO_LIVE = 64;

    /** Bytes; smaller claims about the MTU of a path are taken for attempts to make us send tiny packets. */
    int LEAST_PATH_MTU = 552;

    /**
     * The way to {@code destination}.
     *
     * @param source the sender's address if it is bound to one, null to have it chosen
     * @return null if there is no way
     */
    @Nullable
    Route route(IpAddress destination, @Nullable IpAddress source);

    /** Whether a route still is the one that {@link #route} would find. */
    boolean isCurrent(Route route);

    /** The way over loopback of a copy of a packet to a group, for members on this machine. */
    Route loopbackOf(Route route);

    /** Whether the address is one of this machine. */
    boolean isLocal(IpAddress address);

    /** Whether the address means all stations of the subnet. */
    boolean isBroadcast(IpAddress address);

    /** Bytes of payload of the largest packet that gets to the route's end in one piece. */
    int payloadLimit(Route route);

    /** Bytes of all headers in front of the payload of a frame. Constant for a route. */
    int headerLength(Route route);

    /**
     * A frame with room for {@code payloadLength} bytes from {@link Frame#start} plus {@link #headerLength} on.
     *
     * @return null if the link has no space
     */
    @Nullable
    Frame allocate(Route route, int payloadLength);

    /** The sum of the pseudo header of a packet, as TCP and UDP include it in their checksums. */
    int pseudoHeader(Route route, int protocol, int payloadLength);

    /**
     * Completes and sends a frame from {@link #allocate}.
     *
     * @param mayFragment whether routers may cut the packet
     */
    void send(Frame frame, Route route, int protocol, int timeToLive, boolean mayFragment);

    /**
     * Sends a payload in as many fragments as it needs.
     *
     * @param head first bytes of the payload (a UDP or ICMP header)
     * @param body the rest, from index {@code bodyIndex} on
     * @return false if the link had no space for all; what was sent is then useless, and the peer's timeout clears it
     */
    boolean sendFragmented(
            Route route, int protocol, int timeToLive, byte[] head, ByteBuffer body, int bodyIndex, int bodyLength);

    /** Tells the sender of a received packet that nobody has the port. */
    void rejectPort(Ipv4Packet packet);

    /** The next hop of a route has shown to be alive. */
    void confirm(Route route);

    /** The next hop of a route may be dead, or have moved. */
    void doubt(Route route);

    /** A router says that the path to {@code destination} carries packets of {@code mtu} bytes at most. */
    void lowerPathMtu(IpAddress destination, int mtu);
}
