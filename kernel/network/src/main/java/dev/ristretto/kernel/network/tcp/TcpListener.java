package dev.ristretto.kernel.network.tcp;

import dev.ristretto.kernel.network.time.TimerQueue;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What a listening socket has besides: connections that are not complete yet and those that wait to be accepted. Both
 * bounded.
 *
 * <p>While the program has no memory for those that wait, the newest is handed out first, and when there are too many
 * the oldest goes: its client has most likely given up, and if clients that never finish fill the queue, others still
 * get past them.
 */
final class TcpListener {
    private final TcpSocket socket;
    private final TimerQueue timers;
    private final MemoryGuard memory;
    private final int maximumHalfOpen;
    private final ArrayDeque<TcpConnection> complete = new ArrayDeque<>(4);
    private int backlog;
    /** Whether since the queue was empty last some had to wait for memory. */
    private boolean overloaded;
    /** Half-open connections in the order of arrival, doubly linked. */
    private @Nullable TcpConnection oldest;

    private @Nullable TcpConnection newest;
    private int halfOpen;
    /** How many of these are a proxy's. */
    private int halfOpenProxied;
    /** Until when a segment without a connection may acknowledge a cookie. */
    private long cookiesEnd;

    TcpListener(TcpEnvironment environment, TcpSocket socket, int backlog) {
        timers = environment.timers();
        memory = environment.memory();
        maximumHalfOpen = environment.limits().maximumHalfOpen();
        this.socket = socket;
        setBacklog(backlog);
        cookiesEnd = timers.nanoTime();
    }

    /** The options that its connections begin with. */
    TcpSettings settings() {
        return socket.settings();
    }

    void setBacklog(int connections) {
        backlog = Math.max(1, connections);
    }

    /** Whether there is no room for another complete connection. */
    boolean isFull() {
        return complete.size() >= backlog && !overloaded;
    }

    /** Whether {@link #accept} has one. */
    boolean hasComplete() {
        if (complete.isEmpty()) {
            return false;
        }
        boolean paused = memory.pauses(this);
        overloaded |= paused;
        return !paused;
    }

    /** There is memory again. */
    void resume() {
        socket.changed();
    }

    int halfOpen() {
        return halfOpen;
    }

    /** Whether there is room for another half-open connection. */
    boolean admitsHalfOpen() {
        return halfOpen < maximumHalfOpen;
    }

    /** A request has been answered with a cookie. */
    void cookieSent() {
        cookiesEnd = timers.nanoTime() + SynCookies.LIFETIME;
    }

    /** Whether cookies are about. */
    boolean expectsCookies() {
        return cookiesEnd - timers.nanoTime() > 0;
    }

    void addHalfOpen(TcpConnection connection) {
        halfOpen++;
        halfOpenProxied += connection.isProxied() ? 1 : 0;
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
        halfOpenProxied -= connection.isProxied() ? 1 : 0;
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
        if (complete.size() > backlog) {
            complete.removeFirst().abort();
        }
        socket.changed();
    }

    /**
     * A connection ended before it was accepted. It stays in the queue: accept delivers it, and its error with the
     * first read. None while memory is low.
     */
    @Nullable
    TcpConnection accept() {
        if (!hasComplete()) {
            return null;
        }
        TcpConnection accepted = overloaded ? complete.pollLast() : complete.poll();
        overloaded &= !complete.isEmpty();
        completeProxied();
        return accepted;
    }

    /** Connections of a proxy are complete as soon as there is room for them. */
    void completeProxied() {
        TcpConnection connection = oldest;
        while (connection != null && halfOpenProxied > 0 && !isFull()) {
            TcpConnection newer = connection.newerHalfOpen;
            connection.completeIfProxied();
            connection = newer;
        }
    }

    /** Resets all connections that nobody will accept. */
    void close() {
        memory.forget(this);
        TcpConnection connection;
        while ((connection = oldest) != null) {
            connection.abort();
        }
        while ((connection = complete.poll()) != null) {
            connection.abort();
        }
    }
}
