package dev.ristretto.kernel.posix.local;

import dev.ristretto.kernel.posix.socket.OpenSocket;

/** The types of local sockets. */
public enum LocalType {
    /** Bytes over a connection. */
    STREAM(OpenSocket.STREAM),
    /** Messages without a connection. */
    DATAGRAM(OpenSocket.DATAGRAM),
    /** Messages over a connection. */
    SEQUENCED(OpenSocket.SEQUENCED);

    private final int number;

    LocalType(int number) {
        this.number = number;
    }

    /** Its number on Linux. */
    int number() {
        return number;
    }

    /** Whether two sockets of it are connected by listening and accepting. */
    boolean isConnected() {
        return this != DATAGRAM;
    }
}
