package dev.ristretto.kernel.posix.local;

import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.socket.PeerCredentials;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one call has sent: bytes that are read once, with the files that go with them, which it holds. */
final class LocalMessage {
    /** What a message counts for beyond its bytes, so that many empty ones fill a socket too. */
    private static final int OVERHEAD = 128;

    private final ByteBuffer bytes;
    private final int cost;
    private final @Nullable LocalName sender;
    private final PeerCredentials credentials;
    private List<OpenFile> files;

    /** A message with the {@code length} next bytes of {@code source}, which it takes. */
    LocalMessage(
            ByteBuffer source,
            int length,
            @Nullable LocalName sender,
            PeerCredentials credentials,
            List<OpenFile> files) {
        byte[] copy = new byte[length];
        source.get(copy);
        this.bytes = ByteBuffer.wrap(copy);
        this.cost = length + OVERHEAD;
        this.sender = sender;
        this.credentials = credentials;
        this.files = files;
    }

    ByteBuffer bytes() {
        return bytes;
    }

    int cost() {
        return cost;
    }

    @Nullable
    LocalName sender() {
        return sender;
    }

    PeerCredentials credentials() {
        return credentials;
    }

    List<OpenFile> files() {
        return files;
    }

    /** Gives its files away. */
    List<OpenFile> takeFiles() {
        List<OpenFile> taken = files;
        files = List.of();
        return taken;
    }
}
