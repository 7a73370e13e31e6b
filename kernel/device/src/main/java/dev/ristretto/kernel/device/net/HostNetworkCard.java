package dev.ristretto.kernel.device.net;

import dev.ristretto.kernel.device.virtio.VirtioDevice;
import dev.ristretto.kernel.machine.io.HostDescriptor;
import dev.ristretto.kernel.machine.memory.DmaMemory;
import dev.ristretto.kernel.machine.memory.RawMemory;
import dev.ristretto.kernel.network.link.Frame;
import dev.ristretto.kernel.network.link.LinkFeatures;
import dev.ristretto.kernel.network.link.MacAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The network card of a process: Ethernet frames through a descriptor of the host, a connection to passt or a TAP
 * device.
 */
public final class HostNetworkCard implements NetworkCard {
    /** A stream has no wire that limits frames, and each of them has its price: as long as IPv4 allows. */
    private static final int STREAM_MTU = 65_520;

    private static final int ETHERNET_MTU = 1500;
    private static final int ETHERNET_HEADER = 14;
    private static final int FRAME_ALIGNMENT = 64;

    /** Frames in each direction that the stack may hold. */
    private static final int FRAMES = 128;

    /** Frames that a pool grows by, of a stream and of a wire. */
    private static final int STREAM_BLOCK_FRAMES = 2;

    private static final int ETHERNET_BLOCK_FRAMES = 16;

    private static final int STREAM_BOX_BYTES = 256 << 10;
    private static final int ETHERNET_BOX_BYTES = 64 << 10;

    /** Frames of one {@link #drain}, so that timers get their turn. */
    private static final int MOST_AT_ONCE = 128;

    private final FrameChannel channel;
    private final MacAddress macAddress;
    private final int mtu;
    private final LinkFeatures features;
    private final int largestFrame;
    private final int blockFrames;
    private final FrameInbox inbox;
    private final Pool received;
    private final Pool sending;

    /**
     * Also the lock of {@link #promised}: the thread that reads the card sends what the channel did not take at first.
     */
    private final FrameOutbox outbox;

    /** Bytes in the outbox for frames that have been handed out and not been sent. */
    private int promised;

    /** Set while somebody was refused a frame and has not been told of room. */
    private volatile boolean waiting;

    /** Set while the outbox holds what the channel did not take. */
    private volatile boolean backlog;

    private volatile boolean gone;

    /** Whether the last {@link #drain} has left frames; belongs to its thread. */
    private boolean more;

    HostNetworkCard(FrameChannel channel, MacAddress macAddress, VirtioDevice.Allocator allocator) {
        this.channel = channel;
        this.macAddress = macAddress;
        mtu = channel.isStream() ? STREAM_MTU : ETHERNET_MTU;
        features = new LinkFeatures(false, 0, channel.isStream());
        largestFrame = mtu + ETHERNET_HEADER;
        blockFrames = channel.isStream() ? STREAM_BLOCK_FRAMES : ETHERNET_BLOCK_FRAMES;
        int boxBytes = channel.isStream() ? STREAM_BOX_BYTES : ETHERNET_BOX_BYTES;
        inbox = new FrameInbox(channel, allocator.allocate(boxBytes).memory(), largestFrame);
        outbox = new FrameOutbox(channel, allocator.allocate(boxBytes).memory());
        received = new Pool(allocator);
        sending = new Pool(allocator);
    }

    /** The network that the host has handed over, null if it has not. To be called once. */
    public static @Nullable HostNetworkCard find(MacAddress macAddress) {
        HostDescriptor descriptor = HostDescriptor.open();
        return descriptor == null
                ? null
                : new HostNetworkCard(FrameChannel.of(descriptor), macAddress, DmaMemory::allocate);
    }

    @Override
    public MacAddress macAddress() {
        return macAddress;
    }

    @Override
    public int mtu() {
        return mtu;
    }

    @Override
    public LinkFeatures features() {
        return features;
    }

    @Override
    public @Nullable Frame allocate(int size) {
        synchronized (outbox) {
            if (!hasRoom(size)) {
                send(); // the stack has more than fits, so what is there goes out before it flushes
            }
            PooledFrame frame = size <= largestFrame && hasRoom(size) ? sending.take() : null;
            if (frame == null) {
                waiting = true;
                return null;
            }
            promised += FrameOutbox.PREFIX + size;
            frame.handOut(size);
            return frame;
        }
    }

    private boolean hasRoom(int size) {
        return outbox.room() >= promised + FrameOutbox.PREFIX + size;
    }

    @Override
    public void transmit(Frame frame) {
        synchronized (outbox) {
            outbox.add(frame);
            frame.release();
        }
    }

    @Override
    public void flush() {
        send();
    }

    /** Sends what the channel takes; if that is not all from now on, who waits there has to wait for room as well. */
    private void send() {
        synchronized (outbox) {
            if (!gone && !outbox.flush()) {
                gone = true; // reading will fail as well, and say so
                outbox.clear();
            }
            boolean before = backlog;
            backlog = !outbox.isEmpty();
            if (backlog && !before) {
                channel.wake();
            }
        }
    }

    @Override
    public int drain(Consumer<Frame> consumer) {
        if (backlog) {
            send(); // what the channel did not take at first
        }
        for (int i = 0; ; i++) {
            more = i == MOST_AT_ONCE;
            if (more || !inbox.next()) {
                return i;
            }
            PooledFrame frame;
            synchronized (received) {
                frame = received.take();
            }
            if (frame != null) { // else the stack has them all, and this one is lost as on a wire
                inbox.copyTo(frame.buffer());
                frame.handOut(inbox.length());
                consumer.accept(frame);
            }
        }
    }

    @Override
    public boolean takeTransmitSpaceForWaiter() {
        if (!waiting) {
            return false;
        }
        synchronized (outbox) {
            boolean room = hasRoom(largestFrame);
            waiting = !room;
            return room;
        }
    }

    @Override
    public void await(long timeoutNanos) {
        if (timeoutNanos > 0 && !more) {
            channel.await(backlog, timeoutNanos);
        }
    }

    @Override
    public void wake() {
        channel.wake();
    }

    /** What the card is, for messages. */
    @Override
    public String toString() {
        return (channel.isStream() ? "passt" : "tap") + " (" + macAddress + ", MTU " + mtu + ")";
    }

    /** Frames over device memory that grows as traffic needs it. */
    private final class Pool {
        private final VirtioDevice.Allocator allocator;
        private final PooledFrame[] idle = new PooledFrame[FRAMES];
        private int idleCount;
        private int count;

        /** Memory of which not all has become frames, and how many bytes have. */
        private @Nullable RawMemory block;

        private int blockUsed;

        Pool(VirtioDevice.Allocator allocator) {
            this.allocator = allocator;
        }

        @Nullable
        PooledFrame take() {
            if (idleCount == 0 && count < FRAMES) {
                grow();
            }
            return idleCount == 0 ? null : idle[--idleCount];
        }

        /** Adds a frame. Memory that there is no Java memory to make a frame of stays for the next time. */
        private void grow() {
            int size = (largestFrame + FRAME_ALIGNMENT - 1) / FRAME_ALIGNMENT * FRAME_ALIGNMENT;
            RawMemory present = block;
            try {
                if (present == null) {
                    present = allocator.allocate(blockFrames * size).memory();
                    block = present;
                    blockUsed = 0;
                }
            } catch (IllegalStateException outOfMemory) {
                return; // the frames there are must do
            }
            ByteBuffer bytes = present.slice(blockUsed, size).asByteBuffer();
            idle[idleCount] = new PooledFrame(this, bytes.order(ByteOrder.BIG_ENDIAN));
            idleCount++;
            count++;
            blockUsed += size;
            if (blockUsed == blockFrames * size) {
                block = null;
            }
        }
    }

    private final class PooledFrame extends Frame {
        private final Pool pool;
        private int size;

        PooledFrame(Pool pool, ByteBuffer bytes) {
            super(bytes);
            this.pool = pool;
        }

        void handOut(int length) {
            size = length;
            acquire(0, length);
        }

        @Override
        protected void recycle() {
            synchronized (pool == sending ? outbox : received) {
                pool.idle[pool.idleCount++] = this;
                if (pool == sending) {
                    promised -= FrameOutbox.PREFIX + size;
                }
            }
        }
    }
}
