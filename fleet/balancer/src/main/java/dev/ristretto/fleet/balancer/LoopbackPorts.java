package dev.ristretto.fleet.balancer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntPredicate;

/** Ports of the loopback address for instances of services. */
public final class LoopbackPorts {

    /** Where instances are. */
    static final String ADDRESS = "127.0.0.1";

    /** Below those that Linux gives to outgoing connections (ip_local_port_range, tcp(7)), which come and go. */
    private static final int FIRST = 20_000;

    private static final int LAST = 32_767;
    private static final int MOST_ATTEMPTS = 10_000;

    private LoopbackPorts() {}

    /**
     * A port that nobody listens on. Somebody may before it is used.
     *
     * @param taken those that are meant for others
     * @throws IllegalStateException if there is none
     */
    public static int choose(IntPredicate taken) {
        for (int i = 0; i < MOST_ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
            if (!taken.test(port) && isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port from " + FIRST + " to " + LAST + " is free");
    }

    /** Whether a port can be listened on. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(ADDRESS, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
