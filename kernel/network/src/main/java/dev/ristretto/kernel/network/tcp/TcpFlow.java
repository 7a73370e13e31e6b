package dev.ristretto.kernel.network.tcp;

import org.jspecify.annotations.Nullable;

/** What a pair of ends is known as: a connection, or the memory of one in TIME-WAIT. */
abstract class TcpFlow {
    final int localAddress;
    final int localPort;
    final int remoteAddress;
    final int remotePort;
    /** Next flow of the same bucket, see {@link FlowTable}. */
    @Nullable
    TcpFlow nextInBucket;

    TcpFlow(int localAddress, int localPort, int remoteAddress, int remotePort) {
        this.localAddress = localAddress;
        this.localPort = localPort;
        this.remoteAddress = remoteAddress;
        this.remotePort = remotePort;
    }

    /** Takes in a segment of this pair of ends. */
    abstract void arrived(TcpSegment segment);
}
