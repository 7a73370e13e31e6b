package dev.ristretto.fleet.daemon.limit;

import java.time.Duration;

/**
 * What all clients of one way in may have together. There are two ways in, each with a budget of its own: the owner's
 * Unix socket, and the network, where anybody may try. Both follow from the heap, so that what is allowed also fits.
 *
 * @param connections open at once
 * @param connectionsOfPeer how many of them one address may have
 * @param underway requests of known callers, from when they are identified until they are answered
 * @param requests worked on at once; more wait for their turn
 * @param lasting requests at once that take as long as something else does: streams, waits, starts, stops, files
 * @param bytes of memory for bodies, with what is made of them, and for answers that are being written
 * @param queue how long a request waits for its turn; then there is too much to do
 * @param head how long a connection may take until the head of its request is complete
 * @param patience how long a connection may do nothing, or go slower than the least rate
 * @param leastRate bytes per second of bodies that arrive and answers that are taken
 * @param share of the requests and bytes that one caller may have: one by this
 */
public record ApiBudget(
        int connections,
        int connectionsOfPeer,
        int underway,
        int requests,
        int lasting,
        long bytes,
        Duration queue,
        Duration head,
        Duration patience,
        long leastRate,
        int share) {

    /**
     * What a connection takes at most while its head is incomplete or it is idle: TLS with its buffers, the fields that
     * have arrived, Jetty's own objects.
     */
    private static final int CONNECTION_BYTES = 48 * 1024;

    /** The same without TLS, from somebody who does not mean to waste it. */
    private static final int OWN_CONNECTION_BYTES = 16 * 1024;

    /** What working on a request takes: a page of a thousand instances as objects and as JSON. */
    private static final int REQUEST_BYTES = 1024 * 1024;

    private static final Duration QUEUE = Duration.ofSeconds(10);

    /** Hundreds of commands at once are all done, one after the other. */
    private static final Duration OWN_QUEUE = Duration.ofMinutes(10);

    private static final Duration HEAD = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LEAST_RATE = 1024;

    /**
     * The network's part of a heap: a quarter for connections, an eighth each for requests and bytes. On loopback all
     * come from one address, so that has the larger part of the connections, and a part of these is for those who have
     * still to say who they are.
     */
    public static ApiBudget ofNetwork(long heapBytes) {
        int connections = part(heapBytes, 4, CONNECTION_BYTES);
        int ofPeer = connections * 3 / 4;
        int underway = ofPeer * 3 / 4;
        return new ApiBudget(
                connections,
                ofPeer,
                underway,
                part(heapBytes, 8, REQUEST_BYTES),
                underway * 2 / 3,
                heapBytes / 8,
                QUEUE,
                HEAD,
                PATIENCE,
                LEAST_RATE,
                2);
    }

    /** The owner's part, which nobody else can use up. */
    public static ApiBudget ofOwner(long heapBytes) {
        int connections = part(heapBytes, 4, OWN_CONNECTION_BYTES);
        return new ApiBudget(
                connections,
                connections,
                connections,
                part(heapBytes, 8, REQUEST_BYTES),
                connections * 2 / 3,
                heapBytes / 8,
                OWN_QUEUE,
                HEAD,
                PATIENCE,
                LEAST_RATE,
                1);
    }

    private static int part(long heapBytes, int divisor, int each) {
        return (int) Math.max(8, heapBytes / divisor / each);
    }

    /** The same with another number of lasting requests. */
    public ApiBudget withLasting(int number) {
        return new ApiBudget(
                connections,
                connectionsOfPeer,
                underway,
                requests,
                number,
                bytes,
                queue,
                head,
                patience,
                leastRate,
                share);
    }

    /** The same with other times. */
    public ApiBudget withTimes(Duration newHead, Duration newPatience) {
        return new ApiBudget(
                connections,
                connectionsOfPeer,
                underway,
                requests,
                lasting,
                bytes,
                queue,
                newHead,
                newPatience,
                leastRate,
                share);
    }
}
