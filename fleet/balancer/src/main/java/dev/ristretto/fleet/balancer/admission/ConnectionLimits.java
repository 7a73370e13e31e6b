package dev.ristretto.fleet.balancer.admission;

import java.time.Duration;

/**
 * How much all connections together may take, and for how long one may make the balancer wait.
 *
 * @param bytes of heap for all connections and what was read of their requests
 * @param connections of all services together
 * @param perPeer connections from one address
 * @param perService connections to one service
 * @param head from the beginning of a connection, or of a further request on it, until the request's head is complete
 * @param idle between an answer and the next request
 * @param silence of a connection that is spread as a whole and on which nobody has said anything yet
 * @param stall that a client may be waited for within one exchange, beyond what its bytes are worth at the least rate
 * @param leastRate bytes a second of a body that is waited for, and of an answer that a client has to take
 */
public record ConnectionLimits(
        long bytes,
        int connections,
        int perPeer,
        int perService,
        Duration head,
        Duration idle,
        Duration silence,
        Duration stall,
        long leastRate) {

    /** What any connection takes: its socket, parser, generator and threads' stacks. Measured: less than 9 KiB. */
    public static final int BYTES_PER_CONNECTION = 12 * 1024;

    /** What a request takes besides its head while it is answered: the exchange with a replica. */
    public static final int BYTES_PER_EXCHANGE = 12 * 1024;

    /** The other half is for the balancer itself and for what the collector has not got round to. */
    private static final int SHARE_OF_HEAP = 2;

    /** One to the client and one to the replica. */
    private static final int FILES_PER_CONNECTION = 2;

    /** One service leaves one of so many parts to others. */
    private static final int LEFT_BY_A_SERVICE = 4;

    /** One address leaves less, so that it can still reach other services when it has filled one. */
    private static final int LEFT_BY_A_PEER = 8;

    private static final int OTHER_FILES = 128;
    private static final int LEAST_CONNECTIONS = 16;
    private static final Duration HEAD = Duration.ofSeconds(15);
    private static final Duration IDLE = Duration.ofSeconds(75);
    private static final Duration SILENCE = Duration.ofMinutes(5);
    private static final Duration STALL = Duration.ofSeconds(60);
    private static final long LEAST_RATE = 500;

    /** What the connections to one service may take of the bytes. */
    long bytesPerService() {
        return without(LEFT_BY_A_SERVICE, bytes);
    }

    /** What the connections of one address may take of the bytes. */
    long bytesPerPeer() {
        return without(LEFT_BY_A_PEER, bytes);
    }

    private static long without(int part, long all) {
        return all - all / part;
    }

    /**
     * What fits a process.
     *
     * @param heap bytes that the heap may grow to
     * @param files that the process may have open
     */
    public static ConnectionLimits of(long heap, long files) {
        long bytes = heap / SHARE_OF_HEAP;
        long most = Math.min(bytes / BYTES_PER_CONNECTION, (files - OTHER_FILES) / FILES_PER_CONNECTION);
        return with(bytes, (int) Math.clamp(most, LEAST_CONNECTIONS, Integer.MAX_VALUE));
    }

    /** The usual times, and what of so many connections one address and one service may have. */
    public static ConnectionLimits with(long bytes, int connections) {
        return new ConnectionLimits(
                bytes,
                connections,
                (int) without(LEFT_BY_A_PEER, connections),
                (int) without(LEFT_BY_A_SERVICE, connections),
                HEAD,
                IDLE,
                SILENCE,
                STALL,
                LEAST_RATE);
    }
}
