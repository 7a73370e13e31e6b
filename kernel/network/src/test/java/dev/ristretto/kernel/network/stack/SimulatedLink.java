package dev.ristretto.kernel.network.stack;

import dev.ristretto.kernel.network.ip.Checksum;
import dev.ristretto.kernel.network.link.Frame;
import dev.ristretto.kernel.network.link.HeapFramePool;
import dev.ristretto.kernel.network.link.Link;
import dev.ristretto.kernel.network.link.LinkFeatures;
import dev.ristretto.kernel.network.link.MacAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A network card on a simulated wire; does what its features promise: checksums and segmentation. */
final class SimulatedLink implements Link {
    /** Frames of transmit memory. */
    int transmitLimit = 512;

    @Nullable
    NetworkStack stack;

    /** Sees each frame that comes, before the stack does. */
    Consumer<Frame> arrived = frame -> {};

    int flushes;
    int transmitted;
    int exhaustions;

    private final World world;
    private final Wire wire;
    private final int number;
    private final LinkFeatures features;
    private final HeapFramePool transmit = new HeapFramePool(4096, 66000, 12);
    private final HeapFramePool receive = new HeapFramePool(4096, 66000, 12);
    private int queued;
    private boolean exhausted;

    SimulatedLink(World world, Wire wire, int number, LinkFeatures features) {
        this.world = world;
        this.wire = wire;
        this.number = number;
        this.features = features;
        wire.attach(this);
    }

    @Override
    public MacAddress macAddress() {
        return new MacAddress(0x5254_0000_0000L | number);
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
        if (size > Math.max(1514, features.segmentationLimit())) {
            throw new AssertionError("frame too large: " + size);
        }
        if (queued >= transmitLimit) {
            exhausted = true;
            exhaustions++;
            return null;
        }
        return transmit.allocate(size);
    }

    @Override
    public void transmit(Frame frame) {
        transmitted++;
        queued++;
        byte[] bytes = new byte[frame.length()];
        frame.buffer().get(frame.start(), bytes);
        int checksumStart = frame.checksumStart();
        int checksumOffset = frame.checksumOffset();
        int segmentSize = frame.segmentSize();
        int headerLength = frame.headerLength();
        frame.release();
        // The card takes a microsecond for a frame, and space comes back only then.
        world.at(world.now + 1000, () -> {
            queued--;
            if (segmentSize > 0) {
                segment(bytes, segmentSize, headerLength);
            } else {
                if (bytes.length > 1514) {
                    throw new AssertionError("frame too long for the wire: " + bytes.length);
                }
                if (checksumStart != Frame.NO_CHECKSUM) {
                    fillChecksum(bytes, checksumStart, checksumOffset);
                }
                wire.carry(this, bytes);
            }
            if (exhausted && stack != null) {
                exhausted = false;
                world.guard.call(stack, stack::transmitSpaceAvailable);
            }
        });
    }

    @Override
    public void flush() {
        flushes++;
    }

    void arrive(byte[] bytes) {
        Frame frame = receive.allocate(bytes.length);
        NetworkStack taker = stack;
        if (frame != null && taker != null) {
            frame.buffer().put(frame.start(), bytes);
            world.guard.call(taker, () -> {
                arrived.accept(frame);
                taker.receive(frame);
            });
        }
    }

    int outstanding() {
        return transmit.outstanding() + receive.outstanding();
    }

    private static void fillChecksum(byte[] bytes, int start, int offset) {
        short checksum = Checksum.finish(Checksum.sum(bytes, start, bytes.length - start));
        bytes[start + offset] = (byte) (checksum >> 8);
        bytes[start + offset + 1] = (byte) checksum;
    }

    private void segment(byte[] bytes, int segmentSize, int headerLength) {
        int payload = bytes.length - headerLength;
        for (int offset = 0; offset < payload; offset += segmentSize) {
            int length = Math.min(segmentSize, payload - offset);
            byte[] part = new byte[headerLength + length];
            System.arraycopy(bytes, 0, part, 0, headerLength);
            System.arraycopy(bytes, headerLength + offset, part, headerLength, length);
            ByteBuffer buffer = ByteBuffer.wrap(part);
            buffer.putShort(16, (short) (part.length - 14));
            buffer.putShort(18, (short) (buffer.getShort(18) + offset / segmentSize));
            buffer.putShort(24, (short) 0);
            buffer.putShort(24, Checksum.finish(Checksum.sum(part, 14, 20)));
            buffer.putInt(38, buffer.getInt(38) + offset);
            if (offset + length < payload) {
                // FIN and PSH belong to the last segment.
                part[47] &= ~(1 | 8);
            }
            int tcpLength = part.length - 34;
            int pseudo = Checksum.pseudoHeader(buffer.getInt(26), buffer.getInt(30), 6, tcpLength);
            buffer.putShort(50, (short) 0);
            buffer.putShort(50, Checksum.finish(Checksum.add(pseudo, Checksum.sum(part, 34, tcpLength))));
            wire.carry(this, part);
        }
    }
}
