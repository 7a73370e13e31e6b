package dev.ristretto.kernel.network.tcp;

import org.jspecify.annotations.Nullable;

/**
 * Connections in the order of their arrival, linked through themselves, so that queueing takes no memory. A connection
 * is in one queue at most.
 */
final class ConnectionQueue {
    private @Nullable TcpConnection oldest;
    private @Nullable TcpConnection newest;
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    @Nullable
    TcpConnection oldest() {
        return oldest;
    }

    @Nullable
    TcpConnection newest() {
        return newest;
    }

    void add(TcpConnection connection) {
        connection.older = newest;
        if (newest == null) {
            oldest = connection;
        } else {
            newest.newer = connection;
        }
        newest = connection;
        size++;
    }

    void remove(TcpConnection connection) {
        TcpConnection older = connection.older;
        TcpConnection newer = connection.newer;
        if (older == null) {
            oldest = newer;
        } else {
            older.newer = newer;
        }
        if (newer == null) {
            newest = older;
        } else {
            newer.older = older;
        }
        connection.older = null;
        connection.newer = null;
        size--;
    }
}
