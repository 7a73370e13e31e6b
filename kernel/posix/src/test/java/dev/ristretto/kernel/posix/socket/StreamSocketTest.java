package dev.ristretto.kernel.posix.socket;

import static dev.ristretto.kernel.posix.Failing.assertErrno;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.network.ip.Endpoint;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.posix.Background;
import dev.ristretto.kernel.posix.ClosedFile;
import dev.ristretto.kernel.posix.Epoll;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PollEvents;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.Wait;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamSocketTest {
    private static final long LONG = TimeUnit.SECONDS.toNanos(30);

    private final Machine machine = Machine.loopback();
    private StreamSocket listener;
    private StreamSocket client;
    private StreamSocket server;

    @BeforeEach
    void connect() throws PosixException {
        listener = machine.listener();
        client = machine.stream();
        assertThat(client.connect(IpAddress.LOOPBACK, listener.local().port())).isTrue();
        server = machine.accept(listener);
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String readAll(StreamSocket socket) throws PosixException {
        StringBuilder result = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(3);
        while (socket.read(buffer.clear()) >= 0) {
            result.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
        }
        return result.toString();
    }

    @Test
    void bothEndsKnowEachOther() {
        assertThat(client.remote())
                .isEqualTo(new Endpoint(IpAddress.LOOPBACK, listener.local().port()));
        assertThat(server.remote()).isEqualTo(client.local());
        assertThat(server.local().address()).isEqualTo(IpAddress.LOOPBACK);
    }

    @Test
    void oneDirectionCanEndBeforeTheOther() throws PosixException {
        client.write(text("question"));
        client.shutdown(false, true);
        assertThat(readAll(server)).isEqualTo("question");
        server.write(text("answer"));
        machine.close(server);
        assertThat(readAll(client)).isEqualTo("answer");
    }

    @Test
    void aReaderThatWaitsGetsWhatArrives() throws Exception {
        ByteBuffer target = ByteBuffer.allocate(16);
        Background<Integer> reader = Background.untilItWaits(() -> server.read(target));
        client.write(text("now"));
        assertThat(reader.result()).isEqualTo(3);
    }

    @Test
    void aMegabyteEachWayArrivesAsItWasSent() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Background<byte[]> there = Background.start(() -> receive(server));
        Background<byte[]> back = Background.start(() -> receive(client));
        Background<byte[]> sender = Background.start(() -> send(client, seed));
        byte[] sentBack = send(server, seed + 1);
        assertThat(there.result()).isEqualTo(sender.result());
        assertThat(back.result()).isEqualTo(sentBack);
    }

    private static byte[] send(StreamSocket socket, long seed) throws PosixException {
        byte[] bytes = new byte[1 << 20];
        new Random(seed).nextBytes(bytes);
        assertThat(socket.write(ByteBuffer.wrap(bytes))).isEqualTo(bytes.length);
        socket.shutdown(false, true);
        return bytes;
    }

    private static byte[] receive(StreamSocket socket) throws PosixException {
        ByteBuffer all = ByteBuffer.allocate(2 << 20);
        while (socket.read(all) >= 0) {
            continue;
        }
        byte[] bytes = new byte[all.position()];
        all.get(0, bytes);
        return bytes;
    }

    @Test
    void aNonBlockingWriterFillsTheBufferAndIsToldWhenThereIsRoom() throws Exception {
        client.setNonBlocking(true);
        ByteBuffer block = ByteBuffer.allocate(1 << 16);
        int count;
        do {
            count = client.write(block.clear());
        } while (count > 0);
        assertThat(count).isEqualTo(OpenFile.WOULD_BLOCK);
        Background<Integer> waiter = Background.untilItWaits(() -> client.await(PollEvents.OUT, LONG));
        Background<byte[]> reader = Background.start(() -> receive(server));
        assertThat(waiter.result()).isEqualTo(PollEvents.OUT);
        machine.close(client);
        reader.result();
    }

    @Test
    void aPortWhereNobodyListensRefuses() throws PosixException {
        int port = listener.local().port();
        machine.close(listener);
        StreamSocket late = machine.stream();
        assertErrno(Errno.ECONNREFUSED, () -> late.connect(IpAddress.LOOPBACK, port));
    }

    @Test
    void aNonBlockingConnectTellsItsFailureWhenItIsFinished() throws PosixException {
        int port = listener.local().port();
        machine.close(listener);
        StreamSocket late = machine.stream();
        late.setNonBlocking(true);
        try {
            assertThat(late.connect(IpAddress.LOOPBACK, port)).isFalse();
        } catch (PosixException e) {
            assertThat(e.errno()).isEqualTo(Errno.ECONNREFUSED); // loopback may know at once
            return;
        }
        assertErrno(Errno.ECONNREFUSED, () -> late.finishConnect(LONG));
    }

    @Test
    void aTakenPortCannotBeBoundAgain() throws PosixException {
        StreamSocket second = machine.stream();
        assertErrno(
                Errno.EADDRINUSE,
                () -> second.bind(IpAddress.ANY, listener.local().port()));
        assertErrno(Errno.EADDRNOTAVAIL, () -> second.bind(IpAddress.of(192, 0, 2, 1), 0));
    }

    @Test
    void aResetReachesTheReader() throws Exception {
        Background<Integer> reader = Background.untilItWaits(() -> client.read(ByteBuffer.allocate(1)));
        server.setOption(SocketOption.SO_LINGER, 0);
        machine.close(server);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(reader::result))
                .hasRootCauseInstanceOf(PosixException.class)
                .hasRootCauseMessage("Connection reset by peer");
    }

    @Test
    void writingToAPeerThatIsGoneBreaks() throws PosixException {
        machine.close(server);
        assertThat(client.await(PollEvents.RDHUP, LONG) & PollEvents.RDHUP).isNotZero();
        Errno errno = null;
        while (errno == null) {
            try {
                client.write(text("hello?"));
            } catch (PosixException e) {
                errno = e.errno();
            }
        }
        assertThat(errno).isIn(Errno.EPIPE, Errno.ECONNRESET);
    }

    @Test
    void closingInterruptsReaderWriterAndAcceptor() throws Exception {
        Background<Integer> reader = Background.untilItWaits(() -> client.read(ByteBuffer.allocate(1)));
        Background<StreamSocket> acceptor = Background.untilItWaits(listener::accept);
        Background<Integer> writer = Background.untilItWaits(() -> {
            int count;
            do {
                count = server.write(ByteBuffer.allocate(1 << 20));
            } while (count == 1 << 20);
            return count;
        });
        machine.table.replace(machine.descriptor(server), new ClosedFile());
        assertThat(writer.result()).isLessThan(1 << 20);
        machine.table.replace(machine.descriptor(listener), new ClosedFile());
        assertThat(acceptor.result()).isNull();
        assertThat(client.isReleased()).isFalse();
        assertThat(reader.result()).isPositive(); // what the writer sent
    }

    @Test
    void closingInterruptsAReaderThatGotNothing() throws Exception {
        Background<Integer> reader = Background.untilItWaits(() -> client.read(ByteBuffer.allocate(1)));
        machine.close(client);
        assertThat(reader.result()).isEqualTo(OpenFile.INTERRUPTED);
    }

    @Test
    void closingInterruptsAPoller() throws Exception {
        Background<Integer> poller = Background.untilItWaits(() -> client.await(PollEvents.IN, Wait.FOREVER));
        machine.close(client);
        assertThat(poller.result()).isZero();
    }

    @Test
    void shuttingTheInputEndsAReaderThatWaits() throws Exception {
        Background<Integer> reader = Background.untilItWaits(() -> client.read(ByteBuffer.allocate(1)));
        client.shutdown(true, false);
        assertThat(reader.result()).isEqualTo(OpenFile.END_OF_FILE);
    }

    @Test
    void acceptDoesNotWaitOnANonBlockingListener() throws PosixException {
        listener.setNonBlocking(true);
        assertThat(listener.accept()).isNull();
    }

    @Test
    void manyConnectionsThroughOneEpollSetAreAllAnswered() throws Exception {
        int connections = 60;
        Epoll set = new Epoll();
        machine.table.open(set);
        listener.setNonBlocking(true);
        int listenerFd = machine.descriptor(listener);
        set.control(Epoll.ADD, listenerFd, listener, PollEvents.IN, listenerFd);
        List<Background<String>> clients = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            String question = "question " + i;
            clients.add(Background.start(() -> {
                StreamSocket socket = machine.stream();
                socket.connect(IpAddress.LOOPBACK, listener.local().port());
                socket.write(text(question));
                socket.shutdown(false, true);
                String answer = readAll(socket);
                machine.close(socket);
                return answer;
            }));
        }
        int closed = 0;
        while (closed < connections) {
            List<Long> ready = new ArrayList<>();
            set.waitFor(7, LONG, (index, events, data) -> ready.add(data));
            assertThat(ready).isNotEmpty();
            for (long fd : ready) {
                closed += serve(set, (int) fd, listenerFd) ? 1 : 0;
            }
        }
        for (int i = 0; i < connections; i++) {
            assertThat(clients.get(i).result()).isEqualTo("question " + i);
        }
    }

    private boolean serve(Epoll set, int fd, int listenerFd) throws PosixException {
        if (fd == listenerFd) {
            StreamSocket connection = listener.accept();
            if (connection != null) {
                connection.setNonBlocking(true);
                int number = machine.table.open(connection);
                set.control(Epoll.ADD, number, connection, PollEvents.IN, number);
            }
            return false;
        }
        OpenFile connection = machine.table.get(fd);
        ByteBuffer buffer = ByteBuffer.allocate(100);
        int count = connection.read(buffer);
        if (count > 0) {
            assertThat(connection.write(buffer.flip())).isEqualTo(count);
        } else if (count == OpenFile.END_OF_FILE) {
            machine.table.close(fd);
            return true;
        }
        return false;
    }

    @Test
    void optionsKeepWhatWasSet() throws PosixException {
        client.setOption(SocketOption.TCP_NODELAY, 1);
        client.setOption(SocketOption.SO_KEEPALIVE, 1);
        client.setOption(SocketOption.TCP_KEEPIDLE, 60);
        client.setOption(SocketOption.SO_LINGER, 5);
        client.setOption(SocketOption.SO_LINGER, -1);
        assertThat(client.option(SocketOption.TCP_NODELAY)).isEqualTo(1);
        assertThat(client.option(SocketOption.SO_KEEPALIVE)).isEqualTo(1);
        assertThat(client.option(SocketOption.TCP_KEEPIDLE)).isEqualTo(60);
        assertThat(client.option(SocketOption.SO_LINGER)).isEqualTo(-1);
        assertErrno(Errno.ENOPROTOOPT, () -> client.option(SocketOption.SO_BROADCAST));
    }
}
