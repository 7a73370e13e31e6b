package dev.ristretto.kernel.posix.socket;

import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PollEvents;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.SignalledThread;
import dev.ristretto.kernel.posix.Wait;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An open socket of any family (IEEE 1003.1-2024 section 2.10): beyond the bytes of a file it has names, messages that
 * something goes with, and limits to how long its calls wait. Safe for use by several threads.
 */
public abstract class OpenSocket extends OpenFile {
    /** Type of sockets that carry a stream of bytes (SOCK_STREAM). */
    public static final int STREAM = 1;

    /** Type of sockets that carry datagrams (SOCK_DGRAM). */
    public static final int DATAGRAM = 2;

    /** Type of sockets that carry messages in their order over a connection (SOCK_SEQPACKET). */
    public static final int SEQUENCED = 5;

    private final KeptOptions kept = new KeptOptions();
    private volatile long receivePatience = Wait.FOREVER;
    private volatile long sendPatience = Wait.FOREVER;

    /** Its type, one of this class's constants or one of the family's own. */
    public abstract int type();

    /** getsockname(2); null if it has no name. */
    public abstract @Nullable SocketName localName();

    /**
     * getpeername(2); null if the peer has no name.
     *
     * @throws PosixException ENOTCONN without a peer
     */
    public abstract @Nullable SocketName peerName() throws PosixException;

    /** Whether connections to it can be accepted. */
    public boolean isListening() {
        return false;
    }

    /** shutdown(2). */
    public abstract void shutdown(boolean input, boolean output) throws PosixException;

    /** The pending error, which is thereby cleared (SO_ERROR); null if there is none. */
    public abstract @Nullable Errno takeError();

    /**
     * Receives into {@code target} without waiting; what of a message does not fit is lost.
     *
     * @param message filled with what goes with the bytes
     * @param peek whether all stays to be received again
     * @return as {@link #tryRead}, and 0 for an empty message
     */
    public abstract int tryReceive(ByteBuffer target, SocketMessage message, boolean peek) throws PosixException;

    /**
     * Sends what remains of {@code source}, or of a stream as much as there is room for, without waiting.
     *
     * @return as {@link #tryWrite}
     */
    public abstract int trySend(ByteBuffer source, SocketMessage message) throws PosixException;

    /**
     * Waits until a message that {@link #trySend} had no room for can be tried again.
     *
     * @param timeoutNanos how long at most
     * @return false if the time is over, the socket was closed or the thread has a signal
     */
    public boolean awaitRoom(SocketMessage message, long timeoutNanos) {
        return await(PollEvents.OUT, timeoutNanos) != 0;
    }

    /** Options that are only kept. */
    public final KeptOptions kept() {
        return kept;
    }

    /** How long a read, receive or accept waits, in nanoseconds (SO_RCVTIMEO); at first {@link Wait#FOREVER}. */
    public final long receivePatience() {
        return receivePatience;
    }

    public final void setReceivePatience(long nanos) {
        receivePatience = nanos;
    }

    /** How long a write, send or connect waits, in nanoseconds (SO_SNDTIMEO); at first {@link Wait#FOREVER}. */
    public final long sendPatience() {
        return sendPatience;
    }

    public final void setSendPatience(long nanos) {
        sendPatience = nanos;
    }

    @Override
    public int read(ByteBuffer target) throws PosixException {
        long patience = receivePatience;
        if (patience == Wait.FOREVER) {
            return super.read(target);
        }
        long deadline = System.nanoTime() + patience;
        while (true) {
            int count = tryRead(target);
            if (count != WOULD_BLOCK || isNonBlocking()) {
                return count;
            }
            if (await(PollEvents.IN, Math.max(0, deadline - System.nanoTime())) == 0) {
                return endOfPatience();
            }
        }
    }

    @Override
    public int write(ByteBuffer source) throws PosixException {
        long patience = sendPatience;
        if (patience == Wait.FOREVER || isNonBlocking()) {
            return super.write(source);
        }
        long deadline = System.nanoTime() + patience;
        int total = 0;
        while (true) {
            int count;
            try {
                count = tryWrite(source);
            } catch (PosixException e) {
                if (total > 0) {
                    return total;
                }
                throw e;
            }
            total += Math.max(0, count);
            if (count >= 0 && !source.hasRemaining()) {
                return total;
            }
            boolean over =
                    count == WOULD_BLOCK && await(PollEvents.OUT, Math.max(0, deadline - System.nanoTime())) == 0;
            if (over) {
                return total > 0 ? total : endOfPatience();
            }
        }
    }

    /** Scatters one message over the buffers, unless this is a stream. */
    @Override
    public long read(ByteBuffer[] targets) throws PosixException {
        if (type() == STREAM) {
            return super.read(targets);
        }
        ByteBuffer whole = ByteBuffer.allocate(remaining(targets));
        int count = read(whole);
        whole.flip();
        for (ByteBuffer target : targets) {
            int length = Math.min(target.remaining(), whole.remaining());
            target.put(whole.slice(whole.position(), length));
            whole.position(whole.position() + length);
        }
        return count;
    }

    /** Gathers one message from the buffers, unless this is a stream. */
    @Override
    public long write(ByteBuffer[] sources) throws PosixException {
        if (type() == STREAM) {
            return super.write(sources);
        }
        ByteBuffer whole = ByteBuffer.allocate(remaining(sources));
        for (ByteBuffer source : sources) {
            whole.put(source.duplicate());
        }
        int count = write(whole.flip());
        if (count >= 0) {
            for (ByteBuffer source : sources) {
                source.position(source.limit());
            }
        }
        return count;
    }

    private static int remaining(ByteBuffer[] buffers) throws PosixException {
        long total = 0;
        for (ByteBuffer buffer : buffers) {
            total += buffer.remaining();
        }
        if (total > 1 << 24) {
            throw new PosixException(Errno.EMSGSIZE);
        }
        return (int) total;
    }

    private int endOfPatience() {
        boolean signalled = Thread.currentThread() instanceof SignalledThread thread && thread.isSignalled();
        return isReleased() || signalled ? INTERRUPTED : WOULD_BLOCK;
    }
}
