package dev.ristretto.kernel.network.tcp;

import dev.ristretto.kernel.network.socket.NetworkOption;
import org.jspecify.annotations.Nullable;

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

    /**
     * The value of an option; null if TCP does not have it.
     *
     * @param limits of a stack, for the sizes that it chooses
     */
    @Nullable
    Integer get(NetworkOption option, TcpLimits limits) {
        return switch (option) {
            case REUSE_ADDRESS -> flag(reuseAddress);
            case RECEIVE_BUFFER -> receiveBuffer(limits);
            case SEND_BUFFER -> sendBuffer(limits);
            case NO_DELAY -> flag(noDelay);
            case KEEP_ALIVE -> flag(keepAlive);
            case KEEP_ALIVE_IDLE -> keepAliveIdle;
            case KEEP_ALIVE_INTERVAL -> keepAliveInterval;
            case KEEP_ALIVE_COUNT -> keepAliveCount;
            case LINGER -> linger;
            default -> null;
        };
    }

    /** Sets an option to the nearest possible value; false if TCP does not have it. */
    boolean set(NetworkOption option, int value) {
        switch (option) {
            case REUSE_ADDRESS -> reuseAddress = value != 0;
            case RECEIVE_BUFFER -> receiveBuffer = Math.clamp(value, 2048, 64 << 20);
            case SEND_BUFFER -> sendBuffer = Math.clamp(value, 4096, 64 << 20);
            case NO_DELAY -> noDelay = value != 0;
            case KEEP_ALIVE -> keepAlive = value != 0;
            case KEEP_ALIVE_IDLE -> keepAliveIdle = Math.clamp(value, 1, 32767);
            case KEEP_ALIVE_INTERVAL -> keepAliveInterval = Math.clamp(value, 1, 32767);
            case KEEP_ALIVE_COUNT -> keepAliveCount = Math.clamp(value, 1, 127);
            case LINGER -> linger = Math.max(-1, value);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static int flag(boolean on) {
        return on ? 1 : 0;
    }

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
