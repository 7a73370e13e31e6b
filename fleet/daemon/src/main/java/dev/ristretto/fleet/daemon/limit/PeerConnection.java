package dev.ristretto.fleet.daemon.limit;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A connection from the network: how far its request has come, since when, and how fast its bytes go. Safe for use by
 * several threads.
 */
public final class PeerConnection extends SocketChannelEndPoint {

    /** How far it has come, from what is given up first to what is given up last. */
    enum Phase {
        /** The head of a request has not arrived, or not all of it. */
        HEAD,
        /** A request has been answered and no other has begun. */
        IDLE,
        /** A request is being answered, whoever has sent it. */
        ANSWERING,
        /** A request of somebody known is being answered, who may have one more. */
        KEPT
    }

    private final ConnectionTable table;
    private final String peer;
    private volatile Phase phase = Phase.HEAD;
    private volatile long since = System.nanoTime();
    private final Flow received = new Flow();
    private final Flow sent = new Flow();

    PeerConnection(
            ConnectionTable table,
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Scheduler scheduler) {
        super(channel, selector, key, scheduler);
        this.table = table;
        this.peer = peer(channel);
    }

    /** What is transferred while somebody waits for it. */
    private static final class Flow {
        private long bytes;
        private long nanos;
        private boolean awaited;
        private long begin;

        synchronized void begin() {
            begin = System.nanoTime();
            awaited = true;
        }

        synchronized void add(long count) {
            bytes += count;
        }

        synchronized void pause() {
            if (awaited) {
                nanos += System.nanoTime() - begin;
                awaited = false;
            }
        }

        synchronized void reset() {
            bytes = 0;
            nanos = 0;
            awaited = false;
        }

        synchronized boolean isAwaited() {
            return awaited;
        }

        /** Whether it has been awaited for longer than patience goes, slower than the least rate. */
        synchronized boolean isTooSlow(long now, ApiBudget budget) {
            long awaitedNanos = awaited ? nanos + now - begin : 0;
            return awaitedNanos > budget.patience().toNanos()
                    && bytes < budget.leastRate() * (awaitedNanos / 1_000_000) / 1000;
        }
    }

    /** The connection that a request has come by, if that is from the network. */
    public static @Nullable PeerConnection of(Request request) {
        EndPoint end = request.getConnectionMetaData().getConnection().getEndPoint();
        while (end instanceof EndPoint.Wrapper wrapper) {
            end = wrapper.unwrap();
        }
        return end instanceof PeerConnection peer ? peer : null;
    }

    /** The head of a request is complete. */
    public void beginRequest() {
        received.reset();
        enter(Phase.ANSWERING);
    }

    /** It is from somebody known, and has a place of theirs. */
    public void keep() {
        enter(Phase.KEPT);
    }

    /** Its body is waited for. */
    public void awaitBody() {
        received.begin();
    }

    /** Something else is done than to wait for its body. */
    public void pauseBody() {
        received.pause();
    }

    /** It has been answered. */
    public void endRequest() {
        received.reset();
        enter(Phase.IDLE);
    }

    private void enter(Phase next) {
        phase = next;
        since = System.nanoTime();
    }

    @Override
    public void onOpen() {
        super.onOpen();
        if (!table.admit(this)) {
            close(new TimeoutException("too many connections"));
        }
    }

    @Override
    public void onClose(@Nullable Throwable failure) {
        table.remove(this);
        super.onClose(failure);
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        int count = super.fill(buffer);
        if (count > 0) {
            received.add(count);
            if (phase == Phase.IDLE) {
                enter(Phase.HEAD);
            }
        }
        return count;
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        long before = remaining(buffers);
        boolean all = super.flush(buffers);
        sent.add(before - remaining(buffers));
        if (all) {
            sent.reset();
        } else if (!sent.isAwaited()) {
            sent.begin();
        }
        return all;
    }

    private static long remaining(ByteBuffer... buffers) {
        return Arrays.stream(buffers).mapToLong(ByteBuffer::remaining).sum();
    }

    /** Whether it has had its time. */
    boolean isOverdue(long now, ApiBudget budget) {
        long age = now - since;
        return (phase == Phase.HEAD && age > budget.head().toNanos())
                || (phase == Phase.IDLE && age > budget.patience().toNanos())
                || received.isTooSlow(now, budget)
                || sent.isTooSlow(now, budget);
    }

    Phase phase() {
        return phase;
    }

    /** Since when it has been in its phase, by {@link System#nanoTime}. */
    long since() {
        return since;
    }

    /** Whom it counts for: an address, or the network of 64 bits that one subscriber of IPv6 has. */
    String peer() {
        return peer;
    }

    private static String peer(SocketChannel channel) {
        try {
            return channel.getRemoteAddress() instanceof InetSocketAddress remote
                    ? network(remote.getAddress())
                    : "unknown";
        } catch (IOException e) {
            // It is gone already.
            return "unknown";
        }
    }

    private static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return Arrays.toString(address instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes);
    }
}
