package dev.ristretto.kernel.network.stack;

import com.sun.management.ThreadMXBean;
import dev.ristretto.kernel.network.ip.InterfaceConfiguration;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.link.LinkFeatures;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import dev.ristretto.kernel.network.tcp.TcpSocket;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Random;

/**
 * How fast is the stack alone? Bulk TCP between two stacks over an in-memory link that does nothing, on one thread. A
 * program, not a test:
 * {@code java -cp target/classes:target/test-classes dev.ristretto.kernel.network.stack.Throughput}.
 */
final class Throughput {
    private static final long BYTES = 512L << 20;

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
        NetworkStack sender =
                new NetworkStack(left, System::nanoTime, new Random(1), StackOptions.defaults(), new NetworkCounters());
        NetworkStack receiver = new NetworkStack(
                right, System::nanoTime, new Random(2), StackOptions.defaults(), new NetworkCounters());
        left.stack = sender;
        right.stack = receiver;
        sender.configure(new InterfaceConfiguration(World.address(1), 24, null));
        receiver.configure(new InterfaceConfiguration(World.address(2), 24, null));
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
        NetworkStack stack =
                new NetworkStack(null, System::nanoTime, new Random(1), StackOptions.defaults(), new NetworkCounters());
        transfer("loopback", stack, stack, IpAddress.LOOPBACK, stack::poll);
    }

    private static void transfer(String what, NetworkStack from, NetworkStack to, IpAddress address, Runnable pump)
            throws NetworkException {
        TcpSocket listener = to.newTcpSocket();
        listener.bind(IpAddress.ANY, 5001);
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
