package dev.ristretto.kernel.network.linux;

import dev.ristretto.kernel.network.link.Frame;
import dev.ristretto.kernel.network.link.HeapFramePool;
import dev.ristretto.kernel.network.link.Link;
import dev.ristretto.kernel.network.link.LinkFeatures;
import dev.ristretto.kernel.network.link.MacAddress;
import dev.ristretto.kernel.network.stack.NetworkStack;
import dev.ristretto.kernel.network.stack.StackOptions;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A stack on a TAP device, with a thread that drives it as a kernel's would. Frames can be lost and late, in both
 * directions.
 */
final class TapLink implements Link, AutoCloseable {
    private static final long TUNSETIFF = 0x400454ca;
    private static final int NON_BLOCKING = 0x802;
    private static final long TUNSETOFFLOAD = 0x400454d0;
    private static final short TAP_WITHOUT_INFO = 0x1002;
    private static final short VIRTIO_HEADER = 0x4000;
    /** Checksums and TCP segments of up to 64 KiB in both directions. */
    private static final long CHECKSUM_AND_TSO4 = 3;

    private static final int HEADER = 10;
    private static final int LARGEST = 65_550;

    private record Late(long due, byte[] bytes, boolean outgoing) {}

    final NetworkStack stack;
    volatile double loss;
    volatile long delayNanos;
    /** Longest frame sent. */
    volatile int largest;

    private final MacAddress mac;
    private final Random random;
    private final int tap;
    private final int event;
    private final boolean offloads;
    private final HeapFramePool transmit;
    private final HeapFramePool receive;
    private final PriorityQueue<Late> late = new PriorityQueue<>((a, b) -> Long.compare(a.due, b.due));
    private final Arena arena = Arena.ofShared();
    private final MemorySegment out = arena.allocate(LARGEST + HEADER);
    private final MemorySegment outState = Posix.newState(arena);
    private final MemorySegment wakeState = Posix.newState(arena);
    private final MemorySegment one = arena.allocate(8);
    private final Thread driver;
    private volatile boolean stopped;
    private volatile @Nullable Throwable failure;

    /**
     * A link that is not driven yet.
     *
     * @param offloads whether checksums and segmentation are left to Linux, as a virtio card would
     */
    TapLink(String name, long macValue, long seed, boolean offloads) {
        this.offloads = offloads;
        transmit = new HeapFramePool(512, offloads ? LARGEST : 1514, 0);
        receive = new HeapFramePool(512, offloads ? LARGEST : 2048, 0);
        mac = new MacAddress(macValue);
        random = new Random(seed);
        tap = Posix.open("/dev/net/tun", NON_BLOCKING);
        event = Posix.eventfd();
        one.set(ValueLayout.JAVA_LONG, 0, 1);
        try (Arena local = Arena.ofConfined()) {
            MemorySegment request = local.allocate(40);
            request.setString(0, name);
            request.set(ValueLayout.JAVA_SHORT, 16, (short) (TAP_WITHOUT_INFO | (offloads ? VIRTIO_HEADER : 0)));
            Posix.ioctl(tap, TUNSETIFF, request);
            if (offloads) {
                Posix.ioctl(tap, TUNSETOFFLOAD, MemorySegment.ofAddress(CHECKSUM_AND_TSO4));
            }
        }
        stack = new NetworkStack(
                this, System::nanoTime, new Random(seed), StackOptions.defaults(), new NetworkCounters());
        stack.setWakeup(() -> Posix.write(event, one, wakeState));
        driver = Thread.ofPlatform().name("tap driver").unstarted(this::drive);
    }

    void start() {
        driver.start();
    }

    private void drive() {
        try (Arena local = Arena.ofConfined()) {
            MemorySegment in = local.allocate(LARGEST + HEADER);
            MemorySegment state = Posix.newState(local);
            MemorySegment scratch = local.allocate(32);
            ByteBuffer inBytes = in.asByteBuffer();
            while (!stopped) {
                int length;
                int batch = 0;
                while (batch++ < 64 && (length = Posix.read(tap, in, state)) > 0) {
                    byte[] bytes = new byte[length];
                    inBytes.get(0, bytes);
                    pass(bytes, false);
                }
                long nextLate = deliverLate();
                long deadline = Math.min(stack.poll(), nextLate);
                long wait = deadline == Long.MAX_VALUE ? 10_000_000_000L : deadline - System.nanoTime();
                if (wait > 0) {
                    Posix.awaitReadable(tap, event, wait, state, scratch);
                    Posix.read(event, scratch.asSlice(0, 8), state);
                }
            }
        } catch (Throwable e) {
            failure = e;
        }
    }

    private long deliverLate() {
        while (true) {
            Late next;
            synchronized (late) {
                next = late.peek();
                if (next == null) {
                    return Long.MAX_VALUE;
                }
                if (next.due - System.nanoTime() > 0) {
                    return next.due;
                }
                late.remove();
            }
            if (next.outgoing) {
                stack.execute(() -> writeNow(next.bytes));
            } else {
                receiveNow(next.bytes);
            }
        }
    }

    private void pass(byte[] bytes, boolean outgoing) {
        if (loss > 0 && random.nextDouble() < loss) {
            return;
        }
        if (delayNanos > 0) {
            synchronized (late) {
                late.add(new Late(System.nanoTime() + delayNanos, bytes, outgoing));
            }
            if (outgoing) {
                Posix.write(event, one, wakeState);
            }
        } else if (outgoing) {
            writeNow(bytes);
        } else {
            receiveNow(bytes);
        }
    }

    private void receiveNow(byte[] bytes) {
        int header = offloads ? HEADER : 0;
        Frame frame = receive.allocate(bytes.length - header);
        if (frame != null) {
            frame.buffer().put(frame.start(), bytes, header, bytes.length - header);
            if (offloads && bytes[0] != 0) {
                frame.markChecksumValidated();
            }
            stack.receive(frame);
        }
    }

    private void writeNow(byte[] bytes) {
        MemorySegment.copy(bytes, 0, out, ValueLayout.JAVA_BYTE, 0, bytes.length);
        Posix.write(tap, out.asSlice(0, bytes.length), outState);
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
        return offloads ? new LinkFeatures(true, 65_535) : LinkFeatures.NONE;
    }

    @Override
    public @Nullable Frame allocate(int size) {
        return transmit.allocate(size);
    }

    @Override
    public void transmit(Frame frame) {
        int header = offloads ? HEADER : 0;
        byte[] bytes = new byte[header + frame.length()];
        frame.buffer().get(frame.start(), bytes, header, frame.length());
        if (offloads) {
            largest = Math.max(largest, frame.length());
            putHeader(bytes, frame);
        }
        frame.release();
        pass(bytes, true);
    }

    /** struct virtio_net_hdr of linux/virtio_net.h, in the byte order of the machine. */
    private static void putHeader(byte[] bytes, Frame frame) {
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        if (frame.checksumStart() != Frame.NO_CHECKSUM) {
            header.put(0, (byte) 1);
            header.putShort(6, (short) frame.checksumStart());
            header.putShort(8, (short) frame.checksumOffset());
        }
        if (frame.segmentSize() > 0) {
            header.put(1, (byte) 1);
            header.putShort(2, (short) frame.headerLength());
            header.putShort(4, (short) frame.segmentSize());
        }
    }

    @Override
    public void flush() {}

    int outstanding() {
        return transmit.outstanding() + receive.outstanding();
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        stack.execute(() -> Posix.write(event, one, wakeState));
        driver.join();
        Posix.close(tap);
        Posix.close(event);
        if (failure != null) {
            throw new AssertionError("the driver thread failed", failure);
        }
    }
}
