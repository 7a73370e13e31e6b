package dev.ristretto.kernel.posix;

import org.jspecify.annotations.Nullable;

/** Socket options with their level and number on Linux (asm-generic/socket.h, netinet/in.h, netinet/tcp.h). */
public enum SocketOption {
    SO_REUSEADDR(1, 2),
    SO_TYPE(1, 3),
    SO_ERROR(1, 4),
    SO_BROADCAST(1, 6),
    SO_SNDBUF(1, 7),
    SO_RCVBUF(1, 8),
    SO_KEEPALIVE(1, 9),
    SO_OOBINLINE(1, 10),
    SO_LINGER(1, 13),
    SO_REUSEPORT(1, 15),
    IP_TOS(0, 1),
    IP_TTL(0, 2),
    IP_MULTICAST_IF(0, 32),
    IP_MULTICAST_TTL(0, 33),
    IP_MULTICAST_LOOP(0, 34),
    TCP_NODELAY(6, 1),
    TCP_KEEPIDLE(6, 4),
    TCP_KEEPINTVL(6, 5),
    TCP_KEEPCNT(6, 6),
    TCP_QUICKACK(6, 12);

    private final int level;
    private final int number;

    SocketOption(int level, int number) {
        this.level = level;
        this.number = number;
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
