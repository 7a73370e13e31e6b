package dev.ristretto.kernel.network.stack;

import dev.ristretto.kernel.network.tcp.TcpLimits;

/**
 * The bounds of a stack. Buffers cost nothing while they are empty.
 *
 * @param bufferMemory bytes that all socket buffers together may take; beyond it every socket makes do with about 8 KiB
 * @param reassemblyMemory bytes that fragments of incomplete IPv4 packets may take
 * @param tcp bounds of TCP
 */
public record StackOptions(int bufferMemory, int reassemblyMemory, TcpLimits tcp) {

    /**
     * What serving a connection may cost the program, in bytes of heap: the JDK's HTTP server takes 24 to 40 KB, and a
     * program that reads a body into a block of its own 64 more. All of them may come to it at once.
     */
    private static final int COST_OF_SERVICE = 96 << 10;

    private static final int LEAST_SERVED = 64;

    /** For a machine with room: 64 MiB of buffers, windows up to 4 MiB. */
    public static StackOptions defaults() {
        return new StackOptions(
                64 << 20, 1 << 20, new TcpLimits(64 << 10, 4 << 20, 64 << 10, 4 << 20, 65536, 65536, 1024, 8192));
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
        int served = (int) Math.clamp(bytes / COST_OF_SERVICE, LEAST_SERVED, connections);
        int halfOpen = Math.min(1024, connections / 4);
        int timeWait = Math.min(8192, connections);
        return new StackOptions(
                memory,
                Math.min(1 << 20, memory / 4),
                new TcpLimits(32 << 10, window, 32 << 10, window, connections, served, halfOpen, timeWait));
    }
}
