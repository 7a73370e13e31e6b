package dev.ristretto.kernel.posix.socket;

import dev.ristretto.kernel.network.link.Link;
import dev.ristretto.kernel.network.stack.NetworkStack;

/** A network device as {@link Network}'s thread drives it. Only that thread calls it, except for {@link #wake}. */
public interface NetworkDriver {
    /** The link over which the stack sends. */
    Link link();

    /**
     * Hands all frames received so far to {@code stack}, takes back the frames that have been sent, and says so to the
     * stack if it waits for them. Does not wait.
     */
    void service(NetworkStack stack);

    /**
     * Blocks until the device needs {@link #service}, {@link #wake} was called since the last return, or the time is
     * over.
     *
     * @param timeoutNanos how long at most; {@link Long#MAX_VALUE} for no limit
     */
    void await(long timeoutNanos);

    /** Ends the present or the next {@link #await} early; from any thread, must not block. */
    void wake();
}
