package dev.ristretto.kernel.network.stack;

import dev.ristretto.kernel.network.link.Frame;
import dev.ristretto.kernel.network.link.Link;
import dev.ristretto.kernel.network.link.LinkFeatures;
import dev.ristretto.kernel.network.link.MacAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands frames over as they are; memory like a driver's, outside the heap. */
final class DirectLink implements Link {
    private final MacAddress mac;
    private final LinkFeatures features;
    private final ArrayDeque<DirectFrame> free = new ArrayDeque<>();
    private final ArrayDeque<Frame> queue = new ArrayDeque<>();
    private int outstanding;

    @Nullable
    DirectLink other;

    @Nullable
    NetworkStack stack;

    /** Sees each frame that comes, before the stack does. */
    Consumer<Frame> arrived = frame -> {};

    long frames;

    DirectLink(int number, LinkFeatures features) {
        mac = new MacAddress(0x5254_0000_0000L | number);
        this.features = features;
    }

    private final class DirectFrame extends Frame {
        DirectFrame(int size) {
            super(ByteBuffer.allocateDirect(size));
        }

        void take(int length) {
            acquire(12, length);
        }

        @Override
        protected void recycle() {
            outstanding--;
            free.push(this);
        }
    }

    @Override
    public MacAddress macAddress() {
        return mac;
    }

    @Override
    public int mtu() {
        return 1500;
    }

    @Override
    public LinkFeatures features() {
        return features;
    }

    @Override
    public @Nullable Frame allocate(int size) {
        if (outstanding >= 256) {
            return null;
        }
        outstanding++;
        DirectFrame frame = free.poll();
        if (frame == null) {
            frame = new DirectFrame(12 + Math.max(1514, features.segmentationLimit()));
        }
        frame.take(size);
        return frame;
    }

    @Override
    public void transmit(Frame frame) {
        if (features.transmitChecksum()) {
            frame.markChecksumValidated();
        }
        frames++;
        queue.add(frame);
    }

    @Override
    public void flush() {}

    boolean deliver() {
        DirectLink peer = other;
        if (queue.isEmpty() || peer == null || peer.stack == null || stack == null) {
            return false;
        }
        for (int i = 0; i < 64 && !queue.isEmpty(); i++) {
            Frame frame = queue.remove();
            peer.arrived.accept(frame);
            peer.stack.receive(frame);
        }
        peer.stack.poll();
        stack.transmitSpaceAvailable();
        return true;
    }
}
