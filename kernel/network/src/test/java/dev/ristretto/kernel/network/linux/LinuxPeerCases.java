package dev.ristretto.kernel.network.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ristretto.kernel.network.ip.InterfaceConfiguration;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.socket.NetworkError;
import dev.ristretto.kernel.network.socket.Readiness;
import dev.ristretto.kernel.network.tcp.TcpSocket;
import dev.ristretto.kernel.network.udp.Datagram;
import dev.ristretto.kernel.network.udp.UdpSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Streams, datagrams and errors between the stack and Linux, with and without what a virtio card offloads. */
@Tag("linux")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LinuxPeerCases {
    private static final IpAddress LINUX = IpAddress.of(10, 9, 0, 1);
    private static final IpAddress OURS = IpAddress.of(10, 9, 0, 2);

    private final int number;
    private final boolean offloads;
    private @Nullable Namespace openNamespace;
    private @Nullable TapLink openTap;
    private @Nullable Peer openPeer;
    TapLink tap;
    Peer peer;
    Namespace namespace;

    /**
     * The cases over one kind of link.
     *
     * @param number sets its namespace apart
     */
    @SuppressWarnings("NullAway.Init")
    LinuxPeerCases(int number, boolean offloads) {
        this.number = number;
        this.offloads = offloads;
    }

    @BeforeAll
    void start() throws Exception {
        Namespace.assumePossible();
        namespace = new Namespace(number);
        openNamespace = namespace;
        tap = new TapLink(namespace.tap, 0x5254_0000_0002L, 1, offloads);
        openTap = tap;
        namespace.adopt();
        tap.stack.configure(new InterfaceConfiguration(OURS, 24, LINUX));
        tap.start();
        peer = new Peer(namespace);
        openPeer = peer;
    }

    @AfterAll
    void stop() throws Exception {
        try {
            if (openPeer != null) {
                openPeer.close();
            }
            if (openTap != null) {
                openTap.close();
                assertThat(openTap.outstanding())
                        .as("frames that were not released")
                        .isZero();
            }
        } finally {
            if (openNamespace != null) {
                openNamespace.close();
            }
        }
    }

    @BeforeEach
    void perfectWire() {
        tap.loss = 0;
        tap.delayNanos = 0;
    }

    private BlockingSocket connect(int port) throws Exception {
        BlockingSocket endpoint = new BlockingSocket(tap.stack.newTcpSocket());
        endpoint.socket.connect(LINUX, port);
        endpoint.await(Readiness.WRITABLE);
        assertThat(endpoint.socket.takeError()).isNull();
        return endpoint;
    }

    /** Both send at the same time; both checksums are compared. */
    private void exchange(BlockingSocket endpoint, String id, long bytes) throws Exception {
        CompletableFuture<long[]> reading = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                reading.complete(endpoint.read());
            } catch (Throwable e) {
                reading.completeExceptionally(e);
            }
        });
        long sent = endpoint.write(bytes);
        long[] received = reading.get(120, TimeUnit.SECONDS);
        String[] linux = peer.answer(id, "done", 120);
        assertThat(Long.parseLong(linux[0])).as("bytes that Linux got").isEqualTo(bytes);
        assertThat(Long.parseLong(linux[1])).as("checksum of what Linux got").isEqualTo(sent);
        assertThat(received[0]).as("bytes that we got").isEqualTo(bytes);
        assertThat(received[1]).as("checksum of what we got").isEqualTo(Long.parseLong(linux[2]));
        endpoint.socket.close();
    }

    private void connectAndExchange(long bytes) throws Exception {
        String id = peer.command("listen " + bytes);
        int port = Integer.parseInt(peer.answer(id, "port", 20)[0]);
        long start = System.nanoTime();
        exchange(connect(port), id, bytes);
        System.out.println("linux" + (offloads ? ", offloads: " : ": ") + bytes + " bytes each way in "
                + (System.nanoTime() - start) / 1_000_000 + " ms");
    }

    @Test
    void aConnectionFromUsCarriesDataBothWays() throws Exception {
        connectAndExchange(20_000_000);
    }

    @Test
    void aConnectionFromLinuxCarriesDataBothWays() throws Exception {
        TcpSocket listener = tap.stack.newTcpSocket();
        listener.bind(IpAddress.ANY, 0);
        listener.listen(8);
        BlockingSocket listening = new BlockingSocket(listener);
        String id = peer.command("connect 10.9.0.2 " + listener.local().port() + " 5000000");
        listening.await(Readiness.READABLE);
        TcpSocket accepted = listener.accept();
        exchange(new BlockingSocket(Objects.requireNonNull(accepted)), id, 5_000_000);
        listener.close();
    }

    @Test
    void lossAndDelayInBothDirectionsAreSurvived() throws Exception {
        tap.loss = 0.01;
        tap.delayNanos = 5_000_000;
        connectAndExchange(3_000_000);
    }

    /** The same by Linux's own means, for what Linux sends. */
    @Test
    void netemLossAndDelayAreSurvived() throws Exception {
        try {
            namespace.inside("tc", "qdisc", "add", "dev", namespace.tap, "root", "netem", "delay", "5ms", "loss", "1%");
        } catch (IOException e) {
            assumeTrue(false, "needs the kernel module sch_netem: " + e.getMessage());
        }
        try {
            connectAndExchange(3_000_000);
        } finally {
            namespace.inside("tc", "qdisc", "del", "dev", namespace.tap, "root");
        }
    }

    @Test
    void heavyLossIsSurvived() throws Exception {
        tap.loss = 0.05;
        tap.delayNanos = 1_000_000;
        connectAndExchange(500_000);
    }

    @Test
    void aClosedPortOfLinuxRefuses() throws Exception {
        BlockingSocket endpoint = new BlockingSocket(tap.stack.newTcpSocket());
        endpoint.socket.connect(LINUX, 1);
        endpoint.await(Readiness.ERROR);
        assertThat(endpoint.socket.takeError()).isEqualTo(NetworkError.CONNECTION_REFUSED);
        endpoint.socket.close();
    }

    @Test
    void aClosedPortOfOursRefusesLinux() throws Exception {
        String id = peer.command("connect 10.9.0.2 9 0");
        assertThat(String.join(" ", peer.answer(id, "failed", 20))).contains("refused");
    }

    @Test
    void aHostThatIsNotThereIsUnreachable() throws Exception {
        BlockingSocket endpoint = new BlockingSocket(tap.stack.newTcpSocket());
        endpoint.socket.connect(IpAddress.of(10, 9, 0, 77), 80);
        endpoint.await(Readiness.ERROR);
        assertThat(endpoint.socket.takeError()).isEqualTo(NetworkError.HOST_UNREACHABLE);
        endpoint.socket.close();
    }

    @Test
    void datagramsOfAllSizesComeBack() throws Exception {
        String id = peer.command("udp");
        int port = Integer.parseInt(peer.answer(id, "port", 20)[0]);
        UdpSocket socket = tap.stack.newUdpSocket();
        Semaphore events = new Semaphore(0);
        socket.setReadinessListener(readiness -> events.release());
        socket.connect(LINUX, port);
        Datagram datagram = new Datagram();
        for (int size : new int[] {0, 1, 100, 1472, 1473, 4000, 20_000, 65_000}) {
            byte[] bytes = new byte[size];
            new Random(size).nextBytes(bytes);
            ByteBuffer answer = ByteBuffer.allocate(65_536);
            assertThat(socket.send(ByteBuffer.wrap(bytes))).isEqualTo(size);
            long end = System.nanoTime() + 10_000_000_000L;
            int length;
            while ((length = socket.receive(answer, datagram)) < 0 && System.nanoTime() < end) {
                events.tryAcquire(1, TimeUnit.SECONDS);
            }
            assertThat(length).as("datagram of %d bytes", size).isEqualTo(size);
            assertThat(answer.flip()).isEqualTo(ByteBuffer.wrap(bytes));
        }
        socket.close();
    }

    @Test
    void linuxAnswersOurPing() throws Exception {
        CompletableFuture<Long> roundTrip = new CompletableFuture<>();
        tap.stack.ping(LINUX, 0, 5_000_000_000L, roundTrip::complete);
        assertThat(roundTrip.get(10, TimeUnit.SECONDS)).isPositive();
    }

    @Test
    void aThousandShortConnectionsInARow() throws Exception {
        String id = peer.command("listen 100");
        int port = Integer.parseInt(peer.answer(id, "port", 20)[0]);
        for (int i = 0; i < 1000; i++) {
            exchange(connect(port), id, 100);
        }
    }
}
