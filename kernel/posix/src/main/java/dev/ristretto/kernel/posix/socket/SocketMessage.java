package dev.ristretto.kernel.posix.socket;

import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.posix.OpenFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What goes with the bytes of one sending or receiving call: filled by whoever has it to say. For one thread. */
public final class SocketMessage {
    private @Nullable SocketName name;
    private @Nullable IpAddress destination;
    private @Nullable PeerCredentials credentials;
    private List<OpenFile> files = List.of();
    private int length;
    private boolean more;

    /** A message of which nothing has been said. */
    public SocketMessage() {}

    /** Where it is to go, or where it has come from; null for the peer, or for a sender without a name. */
    public @Nullable SocketName name() {
        return name;
    }

    public void setName(@Nullable SocketName name) {
        this.name = name;
    }

    /** The address that a datagram was sent to; null for all else. */
    public @Nullable IpAddress destination() {
        return destination;
    }

    void setDestination(IpAddress destination) {
        this.destination = destination;
    }

    /** Who sends or has sent it; null where nobody knows. */
    public @Nullable PeerCredentials credentials() {
        return credentials;
    }

    public void setCredentials(PeerCredentials credentials) {
        this.credentials = credentials;
    }

    /**
     * The files that are passed on. To send them the sender has to have them open; whoever receives them has to give
     * each back by {@link OpenFile#dropDescriptor} once it has descriptors of its own for it.
     */
    public List<OpenFile> files() {
        return files;
    }

    public void setFiles(List<OpenFile> files) {
        this.files = files;
    }

    /** The whole length in bytes of a message that was received, also where the target was shorter; 0 for streams. */
    public int length() {
        return length;
    }

    public void setLength(int length) {
        this.length = length;
    }

    /** Whether the sender will send more at once (MSG_MORE). */
    public boolean more() {
        return more;
    }

    public void setMore(boolean more) {
        this.more = more;
    }
}
