package dev.ristretto.kernel.network;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * How fast is the stack alone? Bulk TCP between two stacks over an in-memory link that does nothing, on one thread. A program, not a test:
 * {@code java -cp target/classes:target/test-classes dev.ristretto.kernel.network.Throughput}.
 */
final class Throughput {
    private static final long BYTES = 512L << 20;

    /** Hands frames over as they are; memory like a driver's, outside the heap. */
    private static final class DirectLink implements Link {
        private final MacAddress mac;
        private final LinkFeatures features;
        private final ArrayDeque<DirectFrame> free = new ArrayDeque<>();
        private final ArrayDeque<Frame> queue = new ArrayDeque<>();
        private int outstanding;

        @Nullable
        DirectLink other;

        @Nullable
        NetworkStack stack;

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
                peer.stack.receive(queue.remove());
            }
            peer.stack.poll();
            stack.transmitSpaceAvailable();
            return true;
        }
    }

    private Throughput() {}

    public static void main(String[] arguments) throws NetworkException {
        for (int round = 0; round < 3; round++) {
            measure("1460-byte segments, checksums in software", LinkFeatures.NONE);
            measure("1460-byte segments, checksums offloaded", new LinkFeatures(true, 0));
            measure("64 KiB segments, offloaded", new LinkFeatures(true, 65535));
            loopback();
        }
    }

    private static void measure(String what, LinkFeatures features) throws NetworkException {
        DirectLink left = new DirectLink(1, features);
        DirectLink right = new DirectLink(2, features);
        left.other = right;
        right.other = left;
        NetworkStack sender = new NetworkStack(left, System::nanoTime, new Random(1), StackOptions.defaults());
        NetworkStack receiver = new NetworkStack(right, System::nanoTime, new Random(2), StackOptions.defaults());
        left.stack = sender;
        right.stack = receiver;
        sender.configure(new InterfaceConfiguration(World.address(1), 24, 0));
        receiver.configure(new InterfaceConfiguration(World.address(2), 24, 0));
        transfer(what, sender, receiver, World.address(2), () -> {
            boolean busy = left.deliver() | right.deliver();
            if (!busy) {
                sender.poll();
                receiver.poll();
            }
        });
        System.out.printf("   %,d frames there, %,d back%n", left.frames, right.frames);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static void loopback() throws NetworkException {
        NetworkStack stack = new NetworkStack(null, System::nanoTime, new Random(1), StackOptions.defaults());
        transfer("loopback", stack, stack, Ipv4.LOOPBACK, stack::poll);
    }

    private static void transfer(String what, NetworkStack from, NetworkStack to, int address, Runnable pump)
            throws NetworkException {
        TcpSocket listener = to.newTcpSocket();
        listener.bind(0, 5001);
        listener.listen(1);
        TcpSocket client = from.newTcpSocket();
        client.connect(address, 5001);
        TcpSocket server = null;
        while (server == null) {
            pump.run();
            server = listener.accept();
        }
        ByteBuffer out = ByteBuffer.allocateDirect(64 << 10);
        ByteBuffer in = ByteBuffer.allocateDirect(64 << 10);
        long received = 0;
        long allocated = allocated();
        long start = System.nanoTime();
        while (received < BYTES) {
            while (client.write(out) > 0) {
                if (!out.hasRemaining()) {
                    out.clear();
                }
            }
            pump.run();
            int length;
            while ((length = server.read(in)) > 0) {
                received += length;
                in.clear();
            }
        }
        long nanos = System.nanoTime() - start;
        long garbage = (allocated() - allocated) / (received >> 20);
        System.out.printf("%s: %,d MB/s, %,d bytes allocated per MiB%n", what, received * 1000 / nanos, garbage);
        client.abort();
        server.abort();
        listener.close();
    }
}
