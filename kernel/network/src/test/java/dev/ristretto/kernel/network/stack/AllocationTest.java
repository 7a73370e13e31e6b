package dev.ristretto.kernel.network.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.ristretto.kernel.network.ip.InterfaceConfiguration;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.link.LinkFeatures;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import dev.ristretto.kernel.network.tcp.TcpSocket;
import dev.ristretto.kernel.network.trace.CountingLink;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Segments of a warm connection make no garbage, neither those with data nor their acknowledgements, while the link and
 * the stack count them. What little there
 * is are the rings of queues that run empty and fill again; one object for each second segment would exceed the bound.
 */
class AllocationTest {
    private static final long WARM_UP = 256L << 20;
    private static final long MEASURED = 128L << 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final DirectLink left = new DirectLink(1, LinkFeatures.NONE);
    private final DirectLink right = new DirectLink(2, LinkFeatures.NONE);
    private final ByteBuffer out = ByteBuffer.allocateDirect(64 << 10);
    private final ByteBuffer in = ByteBuffer.allocateDirect(64 << 10);
    private long now = 1_000_000_000_000L;

    @Test
    void aSegmentAllocatesNoObject() throws NetworkException {
        NetworkStack sender = host(left, 1, right);
        NetworkStack receiver = host(right, 2, left);
        TcpSocket listener = receiver.newTcpSocket();
        listener.bind(IpAddress.ANY, 5001);
        listener.listen(1);
        TcpSocket client = sender.newTcpSocket();
        client.connect(World.address(2), 5001);
        TcpSocket server = null;
        while (server == null) {
            exchange(sender, receiver);
            server = listener.accept();
        }
        transfer(sender, receiver, client, server, WARM_UP);
        long frames = left.frames + right.frames;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        transfer(sender, receiver, client, server, MEASURED);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        frames = left.frames + right.frames - frames;
        System.out.printf("%,d bytes allocated for %,d segments%n", allocated, frames);
        assertThat(frames).isGreaterThan(MEASURED / 1460);
        assertThat((double) allocated / frames)
                .as("bytes allocated per segment")
                .isLessThan(5.5);
    }

    private NetworkStack host(DirectLink link, int number, DirectLink other) {
        NetworkCounters counters = new NetworkCounters();
        CountingLink counting = new CountingLink(link, counters);
        NetworkStack stack =
                new NetworkStack(counting, () -> now, new Random(number), StackOptions.defaults(), counters);
        stack.configure(new InterfaceConfiguration(World.address(number), 24, null));
        link.stack = stack;
        link.arrived = counting::received;
        link.other = other;
        return stack;
    }

    private void transfer(NetworkStack from, NetworkStack to, TcpSocket client, TcpSocket server, long bytes)
            throws NetworkException {
        long received = 0;
        while (received < bytes) {
            while (client.write(out) > 0) {
                if (!out.hasRemaining()) {
                    out.clear();
                }
            }
            exchange(from, to);
            int length;
            while ((length = server.read(in)) > 0) {
                received += length;
                in.clear();
            }
        }
    }

    private void exchange(NetworkStack from, NetworkStack to) {
        now += 10_000;
        boolean busy = left.deliver() | right.deliver();
        if (!busy) {
            from.poll();
            to.poll();
        }
    }
}
