package dev.ristretto.kernel.network.tcp;

import dev.ristretto.kernel.network.time.TimerQueue;
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
    /** So many may wait whatever the memory. */
    private static final int FEW = 16;

    private final TcpSocket socket;
    private final TimerQueue timers;
    /**
     * The least backlog for connections of a proxy, whatever the program asks for. Other clients ask again when there
     * was no room; those of a proxy have been told that they are connected, and many programs ask for a backlog of 5.
     */
    private static final int LEAST_PROXIED = 128;

    private final MemoryGuard memory;
    private final int maximumHalfOpen;
    /** So many connections that wait, with what their clients have sent, take an eighth of the memory. */
    private final int mostWaiting;

    private final ConnectionQueue complete = new ConnectionQueue();
    private final ConnectionQueue halfOpen = new ConnectionQueue();
    /** How many of the half-open ones are a proxy's. */
    private int halfOpenProxied;

    private int backlog;
    /** Whether since the queue was empty last some had to wait for memory. */
    private boolean overloaded;
    /** Until when a segment without a connection may acknowledge a cookie. */
    private long cookiesEnd;

    // Next in the list of all listeners, and whether this one waits until more are served; MemoryGuard alone uses them.
    @Nullable
    TcpListener nextListener;

    boolean paused;

    TcpListener(TcpEnvironment environment, TcpSocket socket, int backlog) {
        timers = environment.timers();
        memory = environment.memory();
        maximumHalfOpen = environment.limits().maximumHalfOpen();
        mostWaiting = Math.max(FEW, environment.limits().maximumServed() * 3 / 2);
        this.socket = socket;
        setBacklog(backlog);
        cookiesEnd = timers.nanoTime();
        memory.add(this);
    }

    /** A list of listeners, given by its first, that has one of them no longer. */
    static @Nullable TcpListener without(@Nullable TcpListener first, TcpListener gone) {
        if (first == gone) {
            return gone.nextListener;
        }
        for (TcpListener before = first; before != null; before = before.nextListener) {
            if (before.nextListener == gone) {
                before.nextListener = gone.nextListener;
            }
        }
        return first;
    }

    /** Whether one of a list of listeners, given by its first, waits until more are served. */
    static boolean isAnyPaused(@Nullable TcpListener first) {
        TcpListener listener = first;
        while (listener != null && !listener.paused) {
            listener = listener.nextListener;
        }
        return listener != null;
    }

    /** {@link #shedWaiting(int)} for all of a list of listeners, given by its first. */
    static boolean shedWaiting(@Nullable TcpListener first, int share) {
        boolean some = false;
        for (TcpListener listener = first; listener != null; listener = listener.nextListener) {
            some |= listener.shedWaiting(share);
        }
        return some;
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

    /** Whether there is room for another connection of a proxy, which is complete with our answer. */
    boolean admitsProxied() {
        return complete.size() + halfOpenProxied < Math.min(Math.max(backlog, LEAST_PROXIED), mostWaiting);
    }

    /** Whether {@link #accept} has one. */
    boolean hasComplete() {
        if (complete.isEmpty()) {
            return false;
        }
        boolean waits = memory.pauses(this);
        overloaded |= waits;
        return !waits;
    }

    /** There is memory again. */
    void resume() {
        socket.changed();
    }

    int halfOpen() {
        return halfOpen.size();
    }

    /** Whether there is room for another half-open connection. */
    boolean admitsHalfOpen() {
        return halfOpen.size() < maximumHalfOpen;
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
        halfOpenProxied += connection.isProxied() ? 1 : 0;
        halfOpen.add(connection);
    }

    void removeHalfOpen(TcpConnection connection) {
        halfOpenProxied -= connection.isProxied() ? 1 : 0;
        halfOpen.remove(connection);
    }

    /** The connection's handshake is done. */
    void completed(TcpConnection connection) {
        removeHalfOpen(connection);
        complete.add(connection);
        if (complete.size() > (connection.isProxied() ? Math.max(backlog, LEAST_PROXIED) : backlog)) {
            dropOldest(complete);
        }
        socket.changed();
    }

    /**
     * Memory is short: of those that wait, each of which may keep what its client has sent, one of {@code share} goes
     * beyond a few, the oldest first; false if there are no more than a few.
     */
    private boolean shedWaiting(int share) {
        int waiting = complete.size() + halfOpen.size();
        int many = Math.ceilDiv(Math.max(0, waiting - FEW), share);
        for (int i = 0; i < many; i++) {
            dropOldest(complete.isEmpty() ? halfOpen : complete);
        }
        return many > 0;
    }

    /** Ends the oldest connection of a queue, which must not be empty. */
    private void dropOldest(ConnectionQueue queue) {
        TcpConnection oldest = queue.oldest();
        if (oldest != null) {
            if (queue == complete) {
                complete.remove(oldest);
            }
            oldest.abort(); // leaves the half-open ones by itself
        }
    }

    /**
     * A connection that ended before it was accepted stays in the queue: accept delivers it, and its error with the
     * first read. None while memory is low.
     */
    @Nullable
    TcpConnection accept() {
        if (!hasComplete()) {
            return null;
        }
        TcpConnection accepted = overloaded ? complete.newest() : complete.oldest();
        if (accepted != null) {
            complete.remove(accepted);
        }
        overloaded &= !complete.isEmpty();
        return accepted;
    }

    /** There was no memory to hand it out: it waits again. */
    void putBack(TcpConnection connection) {
        complete.add(connection);
    }

    /** Resets all connections that nobody will accept. */
    void close() {
        memory.forget(this);
        while (!halfOpen.isEmpty()) {
            dropOldest(halfOpen);
        }
        while (!complete.isEmpty()) {
            dropOldest(complete);
        }
    }
}
