package dev.ristretto.kernel.network.udp;

import dev.ristretto.kernel.network.buffer.ByteQueue;
import dev.ristretto.kernel.network.buffer.ChunkPool;
import dev.ristretto.kernel.network.ip.Ipv4Packet;
import java.nio.ByteBuffer;

/** The datagrams that wait to be received, each behind a record of its length, addresses and port. */
final class DatagramQueue {
    /** Bytes of a record. */
    static final int RECORD = 16;

    private static final int SOURCE_ADDRESS = 4;
    private static final int SOURCE_PORT = 8;
    private static final int DESTINATION_ADDRESS = 12;

    private final ByteQueue queue;
    /** One record, on its way into or out of a queue; serves all queues of the stack. */
    private final ByteBuffer record;

    /**
     * An empty queue.
     *
     * @param record room for a record, big-endian; used within calls only
     */
    DatagramQueue(ChunkPool chunks, ByteBuffer record) {
        queue = new ByteQueue(chunks);
        this.record = record;
    }

    boolean isEmpty() {
        return queue.size() == 0;
    }

    /** Appends a datagram if there is room for it within {@code limit} bytes; the first one always finds room. */
    boolean add(Ipv4Packet packet, int sourcePort, int data, int length, int limit) {
        int end = queue.size();
        if (end > 0 && end + RECORD + length > limit) {
            return false;
        }
        record.putInt(0, length);
        record.putInt(SOURCE_ADDRESS, packet.source());
        record.putInt(SOURCE_PORT, sourcePort);
        record.putInt(DESTINATION_ADDRESS, packet.destination());
        if (!queue.place(end, record, 0, RECORD) || !queue.place(end + RECORD, packet.buffer(), data, length)) {
            queue.trim();
            return false;
        }
        queue.extend(RECORD + length);
        return true;
    }

    /** Bytes of the first datagram, 0 if there is none. */
    int firstLength() {
        if (isEmpty()) {
            return 0;
        }
        queue.copyTo(0, record, 0, RECORD);
        return record.getInt(0);
    }

    /**
     * Copies as much of the first datagram as {@code target} takes, and fills {@code datagram}; it stays. There must be
     * one.
     */
    int peek(ByteBuffer target, Datagram datagram) {
        int whole = firstLength();
        datagram.fill(
                record.getInt(SOURCE_ADDRESS), record.getInt(SOURCE_PORT), record.getInt(DESTINATION_ADDRESS), whole);
        int length = Math.min(target.remaining(), whole);
        queue.copyTo(RECORD, target, target.position(), length);
        target.position(target.position() + length);
        return length;
    }

    /** Removes the first datagram, whose length is given. */
    void drop(int length) {
        queue.drop(RECORD + length);
        queue.trim();
    }

    void clear() {
        queue.clear();
    }
}
