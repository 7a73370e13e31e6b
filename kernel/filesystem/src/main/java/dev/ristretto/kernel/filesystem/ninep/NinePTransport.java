package dev.ristretto.kernel.filesystem.ninep;

import dev.ristretto.kernel.filesystem.FileFault;
import java.nio.ByteBuffer;

/** Carries messages to a server and back. Used by one thread at a time. */
public interface NinePTransport {
    /** The longest message that it carries, in bytes. */
    int largest();

    /**
     * Sends a request and waits for the reply, which it writes to the start of {@code reply}.
     *
     * @param request of at most {@link #largest} bytes
     * @param reply takes what comes, and with it bounds that
     * @return the bytes of the reply, as far as the transport knows where it ends
     * @throws FileFault IO if the server is not there any more or the reply is too long
     */
    int exchange(ByteBuffer request, byte[] reply) throws FileFault;

    /** Lets go of the server. */
    void close();
}
