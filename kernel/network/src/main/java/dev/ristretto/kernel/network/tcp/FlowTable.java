package dev.ristretto.kernel.network.tcp;

import dev.ristretto.kernel.network.ip.Endpoint;
import dev.ristretto.kernel.network.ip.FlowKey;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Flows by their ends: a chained hash table that grows with its content. The hash is keyed, so that outsiders cannot
 * fill a bucket.
 */
final class FlowTable {
    private final long key;
    private @Nullable TcpFlow[] buckets = new @Nullable TcpFlow[16];
    private int size;

    FlowTable(long key) {
        this.key = key;
    }

    /** The flow with these ends, addresses as bits of version 4; null if there is none. */
    @Nullable
    TcpFlow find(int localAddress, int localPort, int remoteAddress, int remotePort) {
        TcpFlow flow = buckets[bucket(localAddress, localPort, remoteAddress, remotePort)];
        while (flow != null && !flow.key().matches(localAddress, localPort, remoteAddress, remotePort)) {
            flow = flow.nextInBucket;
        }
        return flow;
    }

    /** Adds a flow. Without memory for a larger table the lists of this one get longer. */
    void add(TcpFlow flow) {
        if (size >= buckets.length) {
            try {
                grow();
            } catch (OutOfMemoryError e) {
                // the next one tries again
            }
        }
        int bucket = bucket(flow);
        flow.nextInBucket = buckets[bucket];
        buckets[bucket] = flow;
        size++;
    }

    /** The flow with this key; null if there is none. */
    @Nullable
    TcpFlow find(FlowKey key) {
        Endpoint local = key.local();
        Endpoint remote = key.remote();
        return find(local.address().v4(), local.port(), remote.address().v4(), remote.port());
    }

    /** Removes a flow; false if it is not there. */
    boolean remove(TcpFlow flow) {
        int bucket = bucket(flow);
        TcpFlow previous = null;
        for (TcpFlow other = buckets[bucket]; other != null; other = other.nextInBucket) {
            if (other == flow) {
                if (previous == null) {
                    buckets[bucket] = other.nextInBucket;
                } else {
                    previous.nextInBucket = other.nextInBucket;
                }
                flow.nextInBucket = null;
                size--;
                return true;
            }
            previous = other;
        }
        return false;
    }

    int size() {
        return size;
    }

    /** Calls {@code action}, which changes nothing here, with each flow, in no order. Takes no memory. */
    void forEach(Consumer<TcpFlow> action) {
        for (TcpFlow first : buckets) {
            for (TcpFlow flow = first; flow != null; flow = flow.nextInBucket) {
                action.accept(flow);
            }
        }
    }

    /** All flows, in no order: for the rare event that concerns every one. */
    TcpFlow[] all() {
        TcpFlow[] all = new TcpFlow[size];
        int count = 0;
        for (TcpFlow first : buckets) {
            for (TcpFlow flow = first; flow != null; flow = flow.nextInBucket) {
                all[count++] = flow;
            }
        }
        return all;
    }

    private int bucket(TcpFlow flow) {
        FlowKey key = flow.key();
        Endpoint local = key.local();
        Endpoint remote = key.remote();
        return bucket(local.address().v4(), local.port(), remote.address().v4(), remote.port());
    }

    private int bucket(int localAddress, int localPort, int remoteAddress, int remotePort) {
        long mixed = ((long) remoteAddress << 32 | remotePort << 16 | localPort) ^ key;
        mixed = (mixed ^ mixed >>> 32) * 0xd6e8feb86659fd93L + localAddress;
        mixed = (mixed ^ mixed >>> 32) * (key | 1);
        return (int) (mixed >>> 32) & buckets.length - 1;
    }

    private void grow() {
        @Nullable TcpFlow[] old = buckets;
        buckets = new @Nullable TcpFlow[old.length * 2];
        for (TcpFlow first : old) {
            TcpFlow flow = first;
            while (flow != null) {
                TcpFlow following = flow.nextInBucket;
                int bucket = bucket(flow);
                flow.nextInBucket = buckets[bucket];
                buckets[bucket] = flow;
                flow = following;
            }
        }
    }
}
