package dev.ristretto.kernel.network.udp;

import dev.ristretto.kernel.network.ip.IpLayer;

/** The options of a UDP socket. */
final class UdpSettings {
    private static final int DEFAULT_BUFFER = 128 << 10;
    private static final int SMALLEST_BUFFER = 2048;
    private static final int LARGEST_BUFFER = 16 << 20;

    boolean reuseAddress;
    boolean broadcast;
    boolean multicastLoopback = true;
    int timeToLive = IpLayer.DEFAULT_TIME_TO_LIVE;
    int multicastTimeToLive = 1;
    private int receiveBuffer = DEFAULT_BUFFER;
    private int sendBuffer = DEFAULT_BUFFER;

    /** Most bytes of waiting datagrams. */
    int receiveBuffer() {
        return receiveBuffer;
    }

    void setReceiveBuffer(int bytes) {
        receiveBuffer = Math.clamp(bytes, SMALLEST_BUFFER, LARGEST_BUFFER);
    }

    /** Most bytes of one datagram to be sent. */
    int sendBuffer() {
        return sendBuffer;
    }

    void setSendBuffer(int bytes) {
        sendBuffer = Math.clamp(bytes, SMALLEST_BUFFER, LARGEST_BUFFER);
    }

    /** The value if it is a time to live from {@code minimum} on. */
    static int checkTimeToLive(int value, int minimum) {
        if (value < minimum || value > 255) {
            throw new IllegalArgumentException("time to live must be " + minimum + " to 255, found " + value);
        }
        return value;
    }
}
