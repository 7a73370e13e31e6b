package dev.ristretto.kernel.network.tcp;

/**
 * The bounds of TCP. Buffers cost nothing while they are empty.
 *
 * @param receiveBuffer first receive buffer of a connection in bytes
 * @param maximumReceiveBuffer bytes up to which a receive buffer grows by itself
 * @param sendBuffer first send buffer of a connection in bytes
 * @param maximumSendBuffer bytes up to which a send buffer grows by itself
 * @param maximumConnections connections of all states but TIME-WAIT
 * @param maximumServed connections that listeners have handed out and that are not closed; others wait for their turn
 * @param maximumHalfOpen connections in state SYN-RECEIVED of one listener
 * @param maximumTimeWait connections in TIME-WAIT; beyond it the oldest is dropped
 */
public record TcpLimits(
        int receiveBuffer,
        int maximumReceiveBuffer,
        int sendBuffer,
        int maximumSendBuffer,
        int maximumConnections,
        int maximumServed,
        int maximumHalfOpen,
        int maximumTimeWait) {}
