package dev.ristretto.kernel.posix.socket;

import dev.ristretto.kernel.network.socket.NetworkOption;
import org.jspecify.annotations.Nullable;

/** Socket options with their level and number on Linux (asm-generic/socket.h, netinet/in.h, netinet/tcp.h). */
public enum SocketOption {
    SO_REUSEADDR(1, 2, NetworkOption.REUSE_ADDRESS),
    SO_TYPE(1, 3),
    SO_ERROR(1, 4),
    SO_BROADCAST(1, 6, NetworkOption.BROADCAST),
    SO_SNDBUF(1, 7, NetworkOption.SEND_BUFFER),
    SO_RCVBUF(1, 8, NetworkOption.RECEIVE_BUFFER),
    SO_KEEPALIVE(1, 9, NetworkOption.KEEP_ALIVE),
    SO_OOBINLINE(1, 10),
    SO_LINGER(1, 13, NetworkOption.LINGER),
    SO_REUSEPORT(1, 15),
    IP_TOS(0, 1),
    IP_TTL(0, 2, NetworkOption.TIME_TO_LIVE),
    IP_MULTICAST_IF(0, 32),
    IP_MULTICAST_TTL(0, 33, NetworkOption.MULTICAST_TIME_TO_LIVE),
    IP_MULTICAST_LOOP(0, 34, NetworkOption.MULTICAST_LOOPBACK),
    TCP_NODELAY(6, 1, NetworkOption.NO_DELAY),
    TCP_KEEPIDLE(6, 4, NetworkOption.KEEP_ALIVE_IDLE),
    TCP_KEEPINTVL(6, 5, NetworkOption.KEEP_ALIVE_INTERVAL),
    TCP_KEEPCNT(6, 6, NetworkOption.KEEP_ALIVE_COUNT),
    TCP_QUICKACK(6, 12);

    private final int level;
    private final int number;
    private final @Nullable NetworkOption inNetwork;

    SocketOption(int level, int number) {
        this(level, number, null);
    }

    SocketOption(int level, int number, @Nullable NetworkOption inNetwork) {
        this.level = level;
        this.number = number;
        this.inNetwork = inNetwork;
    }

    /** The option of the network library that this one is; null if it is none. */
    @Nullable
    NetworkOption inNetwork() {
        return inNetwork;
    }

    /** The option of this level and number; null if it is not among those known here. */
    public static @Nullable SocketOption of(int level, int number) {
        for (SocketOption option : values()) {
            if (option.level == level && option.number == number) {
                return option;
            }
        }
        return null;
    }
}
