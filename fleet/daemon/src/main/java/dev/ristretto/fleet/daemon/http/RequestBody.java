package dev.ristretto.fleet.daemon.http;

import dev.ristretto.fleet.daemon.limit.PeerConnection;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** The body of a request as it comes. Only the time in which it is waited for counts for how fast it comes. */
final class RequestBody extends InputStream {

    private final InputStream content;
    private final @Nullable PeerConnection peer;

    RequestBody(Request request) {
        content = Content.Source.asInputStream(request);
        peer = PeerConnection.of(request);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (peer != null) {
            peer.awaitBody();
        }
        try {
            return content.read(target, offset, length);
        } catch (IOException e) {
            throw new ClientGoneException(e);
        } finally {
            if (peer != null) {
                peer.pauseBody();
            }
        }
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
