package dev.ristretto.kernel.network;

/**
 * The bounds of a stack. Buffers cost nothing while they are empty.
 *
 * @param bufferMemory bytes that all socket buffers together may take; beyond it every socket makes do with about 8 KiB
 * @param receiveBuffer first receive buffer of a TCP connection in bytes
 * @param maximumReceiveBuffer bytes up to which a receive buffer grows by itself
 * @param sendBuffer first send buffer of a TCP connection in bytes
 * @param maximumSendBuffer bytes up to which a send buffer grows by itself
 * @param maximumConnections TCP connections of all states but TIME-WAIT
 * @param maximumHalfOpen connections in state SYN-RECEIVED of one listener
 * @param maximumTimeWait connections in TIME-WAIT; beyond it the oldest is dropped
 * @param reassemblyMemory bytes that fragments of incomplete IPv4 packets may take
 */
public record StackOptions(
        int bufferMemory,
        int receiveBuffer,
        int maximumReceiveBuffer,
        int sendBuffer,
        int maximumSendBuffer,
        int maximumConnections,
        int maximumHalfOpen,
        int maximumTimeWait,
        int reassemblyMemory) {

    /** For a machine with room: 64 MiB of buffers, windows up to 4 MiB. */
    public static StackOptions defaults() {
        return new StackOptions(64 << 20, 64 << 10, 4 << 20, 64 << 10, 4 << 20, 65536, 1024, 8192, 1 << 20);
    }

    /**
     * For a heap of the given size: buffers take an eighth of it at most.
     *
     * @param bytes largest size of the heap
     */
    public static StackOptions forHeap(long bytes) {
        int memory = (int) Math.clamp(bytes / 8, 512 << 10, 256 << 20);
        int window = Math.clamp(memory / 4, 64 << 10, 4 << 20);
        int connections = (int) Math.clamp(bytes / 8192, 512, 262144);
        return new StackOptions(
                memory,
                32 << 10,
                window,
                32 << 10,
                window,
                connections,
                Math.min(1024, connections / 4),
                Math.min(8192, connections),
                Math.min(1 << 20, memory / 4));
    }
}
