package dev.ristretto.network.linux;

import dev.ristretto.network.Frame;
import dev.ristretto.network.HeapFramePool;
import dev.ristretto.network.Link;
import dev.ristretto.network.LinkFeatures;
import dev.ristretto.network.MacAddress;
import dev.ristretto.network.NetworkStack;
import dev.ristretto.network.StackOptions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A stack on a TAP device, with a thread that drives it as a kernel's would. Frames can be lost and late, in both directions. */
final class TapLink implements Link, AutoCloseable {
    private static final long TUNSETIFF = 0x400454ca;
    private static final int NON_BLOCKING = 0x802;
    private static final short TAP_WITHOUT_INFO = 0x1002;

    private record Late(long due, byte[] bytes, boolean outgoing) {}

    final NetworkStack stack;
    volatile double loss;
    volatile long delayNanos;

    private final MacAddress mac;
    private final Random random;
    private final int tap;
    private final int event;
    private final HeapFramePool transmit = new HeapFramePool(1024, 1514, 0);
    private final HeapFramePool receive = new HeapFramePool(1024, 2048, 0);
    private final PriorityQueue<Late> late = new PriorityQueue<>((a, b) -> Long.compare(a.due, b.due));
    private final Arena arena = Arena.ofShared();
    private final MemorySegment out = arena.allocate(2048);
    private final MemorySegment outState = Posix.newState(arena);
    private final MemorySegment wakeState = Posix.newState(arena);
    private final MemorySegment one = arena.allocate(8);
    private final Thread driver;
    private volatile boolean stopped;
    private volatile @Nullable Throwable failure;

    TapLink(String name, long macValue, long seed) {
        mac = new MacAddress(macValue);
        random = new Random(seed);
        tap = Posix.open("/dev/net/tun", NON_BLOCKING);
        event = Posix.eventfd();
        one.set(ValueLayout.JAVA_LONG, 0, 1);
        try (Arena local = Arena.ofConfined()) {
            MemorySegment request = local.allocate(40);
            request.setString(0, name);
            request.set(ValueLayout.JAVA_SHORT, 16, TAP_WITHOUT_INFO);
            Posix.ioctl(tap, TUNSETIFF, request);
        }
        stack = new NetworkStack(this, System::nanoTime, new Random(seed), StackOptions.defaults());
        stack.setWakeup(() -> Posix.write(event, one, wakeState));
        driver = Thread.ofPlatform().name("tap driver").unstarted(this::drive);
    }

    void start() {
        driver.start();
    }

    private void drive() {
        try (Arena local = Arena.ofConfined()) {
            MemorySegment in = local.allocate(2048);
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
        Frame frame = receive.allocate(bytes.length);
        if (frame != null) {
            frame.buffer().put(frame.start(), bytes);
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
        return LinkFeatures.NONE;
    }

    @Override
    public @Nullable Frame allocate(int size) {
        return transmit.allocate(size);
    }

    @Override
    public void transmit(Frame frame) {
        byte[] bytes = new byte[frame.length()];
        frame.buffer().get(frame.start(), bytes);
        frame.release();
        pass(bytes, true);
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
