package dev.ristretto.kernel.device.net;

import dev.ristretto.kernel.device.virtio.SimulatedMemory;
import dev.ristretto.kernel.device.virtio.SimulatedQueue;
import dev.ristretto.kernel.device.virtio.SimulatedTransport;
import dev.ristretto.kernel.machine.memory.RawMemory;
import java.util.ArrayList;
import java.util.List;

/** The device's side of a network card: puts frames into receive buffers and collects what the driver sends. */
final class SimulatedCard {
    static final int RECEIVE = 0;
    static final int TRANSMIT = 1;

    /** A frame as the driver sent it, with the header fields of virtio 1.2 section 5.1.6. */
    record Sent(
            int flags,
            int gsoType,
            int headerLength,
            int gsoSize,
            int checksumStart,
            int checksumOffset,
            byte[] bytes) {}

    final SimulatedMemory memory = new SimulatedMemory();
    final SimulatedTransport transport;
    private final List<SimulatedQueue.Buffer> held = new ArrayList<>();

    SimulatedCard(long features) {
        transport = new SimulatedTransport(memory, features | VirtioNet.MAC);
        byte[] mac = {0x52, 0x54, 0, 0x12, 0x34, (byte) 0xfe};
        System.arraycopy(mac, 0, transport.configuration, 0, 6);
    }

    VirtioNet start() {
        return VirtioNet.start(transport, memory, null);
    }

    SimulatedQueue receiveQueue() {
        return transport.queue(RECEIVE);
    }

    SimulatedQueue transmitQueue() {
        return transport.queue(TRANSMIT);
    }

    /** Delivers a frame into one buffer, or spread over as many as it takes; false if the driver has too few there. */
    boolean deliver(int flags, byte[] frame) {
        byte[] whole = new byte[12 + frame.length];
        whole[0] = (byte) flags;
        System.arraycopy(frame, 0, whole, 12, frame.length);
        List<SimulatedQueue.Buffer> buffers = new ArrayList<>();
        int room = 0;
        while (room < whole.length) {
            SimulatedQueue.Buffer buffer = held.isEmpty() ? receiveQueue().pop() : held.removeFirst();
            if (buffer == null) {
                held.addAll(buffers);
                return false;
            }
            if (!buffer.writable()) {
                throw new AssertionError("a receive buffer must be writable");
            }
            buffers.add(buffer);
            room += buffer.length();
        }
        whole[10] = (byte) buffers.size();
        int at = 0;
        for (SimulatedQueue.Buffer buffer : buffers) {
            int length = Math.min(buffer.length(), whole.length - at);
            buffer.memory().asByteBuffer().put(0, whole, at, length);
            at += length;
            receiveQueue().complete(buffer, length);
        }
        return true;
    }

    /** Takes what the driver sent and keeps the buffers until {@link #complete}. */
    List<SimulatedQueue.Buffer> pending() {
        List<SimulatedQueue.Buffer> buffers = new ArrayList<>();
        for (SimulatedQueue.Buffer buffer = transmitQueue().pop();
                buffer != null;
                buffer = transmitQueue().pop()) {
            if (buffer.writable()) {
                throw new AssertionError("a frame to send must not be writable");
            }
            buffers.add(buffer);
        }
        return buffers;
    }

    static Sent read(SimulatedQueue.Buffer buffer) {
        RawMemory memory = buffer.memory();
        byte[] frame = new byte[buffer.length() - 12];
        memory.get(12, frame, 0, frame.length);
        return new Sent(
                memory.getByte(0) & 0xff,
                memory.getByte(1) & 0xff,
                memory.getShort(2) & 0xffff,
                memory.getShort(4) & 0xffff,
                memory.getShort(6) & 0xffff,
                memory.getShort(8) & 0xffff,
                frame);
    }

    void complete(SimulatedQueue.Buffer buffer) {
        transmitQueue().complete(buffer, 0);
    }

    /** Shows the driver what was completed on both queues, with an interrupt if it wants one. */
    void publish() {
        boolean wanted = receiveQueue().publish();
        if (transmitQueue().publish() | wanted) {
            transport.interrupt();
        }
    }
}
