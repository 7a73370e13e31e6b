package dev.ristretto.kernel.network.tcp;

/** The options of a TCP socket; an accepted one gets a copy of its listener's. */
final class TcpSettings {
    boolean noDelay;
    boolean keepAlive;
    int keepAliveIdle = 7200;
    int keepAliveInterval = 75;
    int keepAliveCount = 9;
    /** Fixed size in bytes, 0 if the stack chooses. */
    int receiveBuffer;
    /** Fixed size in bytes, 0 if the stack chooses. */
    int sendBuffer;

    boolean reuseAddress;
    int linger = -1;

    /** Size that a connection starts with. */
    int receiveBuffer(TcpLimits limits) {
        return receiveBuffer != 0 ? receiveBuffer : limits.receiveBuffer();
    }

    /** Size that a connection starts with. */
    int sendBuffer(TcpLimits limits) {
        return sendBuffer != 0 ? sendBuffer : limits.sendBuffer();
    }

    TcpSettings copy() {
        TcpSettings copy = new TcpSettings();
        copy.noDelay = noDelay;
        copy.keepAlive = keepAlive;
        copy.keepAliveIdle = keepAliveIdle;
        copy.keepAliveInterval = keepAliveInterval;
        copy.keepAliveCount = keepAliveCount;
        copy.receiveBuffer = receiveBuffer;
        copy.sendBuffer = sendBuffer;
        copy.reuseAddress = reuseAddress;
        copy.linger = linger;
        return copy;
    }
}
