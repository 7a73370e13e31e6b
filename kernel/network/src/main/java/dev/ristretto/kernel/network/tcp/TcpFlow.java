package dev.ristretto.kernel.network.tcp;

import dev.ristretto.kernel.network.ip.FlowKey;
import org.jspecify.annotations.Nullable;

/** What a pair of ends is known as: a connection, or the memory of one in TIME-WAIT. */
abstract class TcpFlow {
    private final FlowKey key;
    /** Next flow of the same bucket, see {@link FlowTable}. */
    @Nullable
    TcpFlow nextInBucket;

    TcpFlow(FlowKey key) {
        this.key = key;
    }

    final FlowKey key() {
        return key;
    }

    /** Takes in a segment of this pair of ends. */
    abstract void arrived(TcpSegment segment);
}
