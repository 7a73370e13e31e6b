package dev.ristretto.kernel.network.tcp;

import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import dev.ristretto.kernel.network.time.TimerQueue;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What a listening socket has besides: connections that are not complete yet and those that wait to be accepted. Both
 * bounded.
 */
final class TcpListener {
    /** A half-open connection may be pushed out by a new one after this time. */
    private static final long PATIENCE = 1_000_000_000L;

    private final TcpSocket socket;
    private final TimerQueue timers;
    private final int maximumHalfOpen;
    private final NetworkCounters counters;
    private final ArrayDeque<TcpConnection> complete = new ArrayDeque<>(4);
    private int backlog;
    /** Half-open connections in the order of arrival, doubly linked. */
    private @Nullable TcpConnection oldest;

    private @Nullable TcpConnection newest;
    private int halfOpen;

    TcpListener(TcpEnvironment environment, TcpSocket socket, int backlog) {
        timers = environment.timers();
        maximumHalfOpen = environment.limits().maximumHalfOpen();
        counters = environment.counters();
        this.socket = socket;
        setBacklog(backlog);
    }

    /** The options that its connections begin with. */
    TcpSettings settings() {
        return socket.settings();
    }

    void setBacklog(int connections) {
        backlog = Math.max(1, connections);
    }

    boolean isFull() {
        return complete.size() >= backlog;
    }

    boolean hasComplete() {
        return !complete.isEmpty();
    }

    int halfOpen() {
        return halfOpen;
    }

    /** Makes room for another half-open connection; false if there is none. */
    boolean admitHalfOpen() {
        if (halfOpen < maximumHalfOpen) {
            return true;
        }
        TcpConnection candidate = oldest;
        if (candidate == null || timers.nanoTime() - candidate.created() < PATIENCE) {
            return false;
        }
        counters.count(NetworkCounter.TCP_HALF_OPEN_DROPS);
        candidate.vanish();
        return true;
    }

    void addHalfOpen(TcpConnection connection) {
        halfOpen++;
        connection.olderHalfOpen = newest;
        if (newest == null) {
            oldest = connection;
        } else {
            newest.newerHalfOpen = connection;
        }
        newest = connection;
    }

    void removeHalfOpen(TcpConnection connection) {
        halfOpen--;
        TcpConnection older = connection.olderHalfOpen;
        TcpConnection newer = connection.newerHalfOpen;
        if (older == null) {
            oldest = newer;
        } else {
            older.newerHalfOpen = newer;
        }
        if (newer == null) {
            newest = older;
        } else {
            newer.olderHalfOpen = older;
        }
        connection.olderHalfOpen = null;
        connection.newerHalfOpen = null;
    }

    /** The connection's handshake is done. */
    void completed(TcpConnection connection) {
        removeHalfOpen(connection);
        complete.add(connection);
        socket.changed();
    }

    /**
     * A connection ended before it was accepted. It stays in the queue: accept delivers it, and its error with the
     * first read.
     */
    @Nullable
    TcpConnection accept() {
        return complete.poll();
    }

    /** Resets all connections that nobody will accept. */
    void close() {
        TcpConnection connection;
        while ((connection = oldest) != null) {
            connection.abort();
        }
        while ((connection = complete.poll()) != null) {
            connection.abort();
        }
    }
}
