package dev.ristretto.kernel.personality.linux.socket;

import static dev.ristretto.abi.linux.SystemCalls.ACCEPT4;
import static dev.ristretto.abi.linux.SystemCalls.BIND;
import static dev.ristretto.abi.linux.SystemCalls.CONNECT;
import static dev.ristretto.abi.linux.SystemCalls.GETPEERNAME;
import static dev.ristretto.abi.linux.SystemCalls.GETSOCKNAME;
import static dev.ristretto.abi.linux.SystemCalls.GETSOCKOPT;
import static dev.ristretto.abi.linux.SystemCalls.LISTEN;
import static dev.ristretto.abi.linux.SystemCalls.RECVFROM;
import static dev.ristretto.abi.linux.SystemCalls.RECVMMSG;
import static dev.ristretto.abi.linux.SystemCalls.SENDMMSG;
import static dev.ristretto.abi.linux.SystemCalls.SENDTO;
import static dev.ristretto.abi.linux.SystemCalls.SETSOCKOPT;
import static dev.ristretto.abi.linux.SystemCalls.SHUTDOWN;
import static dev.ristretto.abi.linux.SystemCalls.SOCKET;
import static dev.ristretto.kernel.personality.linux.socket.SocketFailures.fails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PollEvents;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InternetCallsTest {
    private static final int INET = 2;
    private static final int STREAM = 1;
    private static final int DATAGRAM = 2;
    private static final int NONBLOCK = 0x800;
    private static final int FIONREAD = 0x541b;

    private final SocketProgram program = new SocketProgram();

    private long socket(int type) throws PosixException {
        return program.call(SOCKET, INET, type, 0);
    }

    private long bound(int type) throws PosixException {
        long fd = socket(type);
        program.call(BIND, fd, program.put(SocketProgram.loopback(0)), 16);
        return fd;
    }

    private long listener() throws PosixException {
        long fd = bound(STREAM);
        program.call(LISTEN, fd, 16);
        return fd;
    }

    private long connected(long listener, int type) throws PosixException {
        long fd = socket(type);
        program.call(CONNECT, fd, program.put(SocketProgram.loopback(program.port(listener))), 16);
        return fd;
    }

    private OpenFile file(long fd) throws PosixException {
        return program.process.descriptors().get((int) fd);
    }

    private void awaitInput(long fd) throws PosixException {
        assertThat(file(fd).await(PollEvents.IN, TimeUnit.SECONDS.toNanos(30))).isNotZero();
    }

    private long send(long fd, String text, int flags) throws PosixException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return program.call(SENDTO, fd, program.put(bytes), bytes.length, flags, 0, 0);
    }

    private String receive(long fd, int room, int flags) throws PosixException {
        long target = program.allocate(room);
        int count = (int) program.call(RECVFROM, fd, target, room, flags, 0, 0);
        return new String(program.memory.bytes(target, count), StandardCharsets.UTF_8);
    }

    private int option(long fd, int level, int number) throws PosixException {
        long value = program.allocate(4);
        program.call(GETSOCKOPT, fd, level, number, value, program.putInt(4));
        return program.memory.getInt(value);
    }

    @Test
    void aServerAnswersItsClient() throws PosixException {
        long listener = listener();
        long client = connected(listener, STREAM);
        long peer = program.allocate(16);
        long room = program.putInt(16);
        long server = program.call(ACCEPT4, listener, peer, room, NONBLOCK);
        assertThat(file(server).isNonBlocking()).isTrue();
        assertThat(program.memory.getInt(room)).isEqualTo(16);
        assertThat(program.memory.bytes(peer, 16)).isEqualTo(SocketProgram.loopback(program.port(client)));
        assertThat(send(client, "GET /", 0)).isEqualTo(5);
        awaitInput(server);
        assertThat(receive(server, 3, 2)).isEqualTo("GET");
        assertThat(receive(server, 100, 0)).isEqualTo("GET /");
        fails(Errno.EAGAIN, () -> receive(server, 100, 0));
        send(server, "hello", 0);
        assertThat(receive(client, 5, 0x100)).isEqualTo("hello");
        program.call(SHUTDOWN, server, 1);
        assertThat(receive(client, 5, 0)).isEmpty();
        fails(Errno.EPIPE, () -> send(server, "x", 0x4000));
        assertThat(program.brokenPipes).isZero();
        fails(Errno.EPIPE, () -> send(server, "x", 0));
        assertThat(program.brokenPipes).isEqualTo(1);
    }

    @Test
    void anAddressIsCutToTheRoomThatThereIs() throws PosixException {
        long fd = bound(DATAGRAM);
        long name = program.allocate(16);
        long room = program.putInt(5);
        program.call(GETSOCKNAME, fd, name, room);
        assertThat(program.memory.getInt(room)).isEqualTo(16);
        assertThat(program.memory.bytes(name + 5, 11)).containsOnly(0);
        fails(Errno.EINVAL, () -> program.call(GETSOCKNAME, fd, name, program.putInt(-1)));
        fails(Errno.EFAULT, () -> program.call(GETSOCKNAME, fd, 1, program.putInt(16)));
        fails(Errno.ENOTCONN, () -> program.call(GETPEERNAME, fd, name, room));
        fails(Errno.EBADF, () -> program.call(GETSOCKNAME, 99, name, room));
        fails(Errno.EINVAL, () -> program.call(CONNECT, fd, name, 8));
        fails(Errno.EINVAL, () -> program.call(CONNECT, fd, name, 1000));
        fails(Errno.EINVAL, () -> program.call(CONNECT, fd, name, -1));
    }

    @Test
    void whatIsNotThereIsRefusedSoThatProgramsFallBack() {
        fails(Errno.EAFNOSUPPORT, () -> program.call(SOCKET, 10, STREAM, 0));
        fails(Errno.EAFNOSUPPORT, () -> program.call(SOCKET, 12345, STREAM, 0));
        fails(Errno.ESOCKTNOSUPPORT, () -> program.call(SOCKET, INET, 3, 1));
        fails(Errno.EINVAL, () -> program.call(SOCKET, INET, 15, 0));
        fails(Errno.EINVAL, () -> program.call(SOCKET, INET, STREAM | 0x1000, 0));
        fails(Errno.EPROTONOSUPPORT, () -> program.call(SOCKET, INET, STREAM, 17));
    }

    /** Node, when socket(AF_INET6) fails, binds to 0.0.0.0; Go and Java probe; all then only need this to work. */
    @Test
    void afterIpv6WasRefusedIpv4Binds() throws PosixException {
        fails(Errno.EAFNOSUPPORT, () -> program.call(SOCKET, 10, STREAM | NONBLOCK | 0x8_0000, 0));
        long fd = program.call(SOCKET, INET, STREAM | NONBLOCK | 0x8_0000, 6);
        assertThat(program.process.descriptors().closesOnExecute((int) fd)).isTrue();
        byte[] six = new byte[28];
        six[0] = 10;
        fails(Errno.EAFNOSUPPORT, () -> program.call(BIND, fd, program.put(six), 28));
        fails(Errno.ENOPROTOOPT, () -> program.call(SETSOCKOPT, fd, 41, 26, program.putInt(0), 4));
        byte[] any = new byte[16];
        any[0] = INET;
        program.call(BIND, fd, program.put(any), 16);
        program.call(LISTEN, fd, 511);
        assertThat(program.port(fd)).isNotZero();
    }

    @Test
    void aConnectionAttemptGoesOnByItself() throws PosixException {
        long listener = listener();
        long client = socket(STREAM | NONBLOCK);
        long address = program.put(SocketProgram.loopback(program.port(listener)));
        try {
            program.call(CONNECT, client, address, 16);
        } catch (PosixException e) {
            assertThat(e.errno()).isEqualTo(Errno.EINPROGRESS);
        }
        assertThat(file(client).await(PollEvents.OUT, TimeUnit.SECONDS.toNanos(30)))
                .isNotZero();
        assertThat(option(client, 1, 4)).isZero();
        program.call(GETPEERNAME, client, program.allocate(16), program.putInt(16));
        long nobody = socket(STREAM | NONBLOCK);
        long unused = bound(STREAM);
        long closed = program.put(SocketProgram.loopback(program.port(unused)));
        try {
            program.call(CONNECT, nobody, closed, 16);
        } catch (PosixException e) {
            assertThat(e.errno()).isIn(Errno.EINPROGRESS, Errno.ECONNREFUSED);
        }
        file(nobody).await(PollEvents.OUT, TimeUnit.SECONDS.toNanos(30));
        assertThat(option(nobody, 1, 4)).isIn(0, Errno.ECONNREFUSED.number());
        fails(Errno.ENOTCONN, () -> program.call(GETPEERNAME, nobody, program.allocate(16), program.putInt(16)));
        long blocking = socket(STREAM);
        fails(Errno.ECONNREFUSED, () -> program.call(CONNECT, blocking, closed, 16));
    }

    /** As glibc asks a name server: both questions at once on a connected socket, the answers one by one. */
    @Test
    void aResolverSendsTwoQuestionsAtOnce() throws PosixException {
        long server = bound(DATAGRAM);
        long client = connected(server, DATAGRAM | NONBLOCK);
        long questions = program.allocate(128);
        byte[] first = program.memory.bytes(
                program.message(new byte[0], 0, 0, program.put((byte) 'A'), 1, program.put((byte) '1'), 1), 56);
        byte[] second = program.memory.bytes(program.message(new byte[0], 0, 0, program.put((byte) 'Q'), 1), 56);
        program.memory.write(questions, first);
        program.memory.write(questions + 64, second);
        assertThat(program.call(SENDMMSG, client, questions, 2, 0x4000)).isEqualTo(2);
        assertThat(program.memory.getInt(questions + 56)).isEqualTo(2);
        assertThat(program.memory.getInt(questions + 120)).isEqualTo(1);
        long from = program.allocate(16);
        long room = program.putInt(16);
        long target = program.allocate(100);
        assertThat(program.call(RECVFROM, server, target, 100, 0, from, room)).isEqualTo(2);
        assertThat(program.call(RECVFROM, server, target, 100, 0, from, room)).isEqualTo(1);
        program.call(SENDTO, server, target, 50, 0, from, 16);
        awaitInput(client);
        long count = program.allocate(4);
        program.calls.control(program.caller(), file(client), FIONREAD, count);
        assertThat(program.memory.getInt(count)).isEqualTo(50);
        assertThat(program.call(RECVFROM, client, target, 10, 0x20, from, room)).isEqualTo(50);
        fails(Errno.EAGAIN, () -> program.call(RECVFROM, client, target, 100, 0, 0, 0));
    }

    @Test
    void severalMessagesAreReceivedAtOnce() throws PosixException {
        long server = bound(DATAGRAM);
        long client = connected(server, DATAGRAM);
        send(client, "one", 0);
        send(client, "three", 0);
        long messages = program.allocate(192);
        for (int i = 0; i < 3; i++) {
            byte[] header = program.memory.bytes(program.message(new byte[16], 0, 0, program.allocate(4), 4), 56);
            program.memory.write(messages + 64 * i, header);
        }
        assertThat(program.call(RECVMMSG, server, messages, 3, 0x1_0000, 0)).isEqualTo(2);
        assertThat(program.memory.getInt(messages + 56)).isEqualTo(3);
        assertThat(program.memory.getInt(messages + 64 + 56)).isEqualTo(4);
        assertThat(program.memory.getInt(messages + 64 + 48)).as("MSG_TRUNC").isEqualTo(0x20);
        assertThat(program.memory.getInt(messages + 8)).isEqualTo(16);
    }

    @Test
    void aSignalEndsAWait() throws PosixException {
        long listener = listener();
        program.signalled = true;
        program.call(SETSOCKOPT, listener, 1, 20, program.put(time(0, 1)), 16);
        fails(Errno.EINTR, () -> program.call(ACCEPT4, listener, 0, 0, 0));
        program.signalled = false;
        fails(Errno.EAGAIN, () -> program.call(ACCEPT4, listener, 0, 0, 0));
    }

    private static byte[] time(long seconds, long micros) {
        return SocketProgram.littleEndian(16).putLong(seconds).putLong(micros).array();
    }

    @Test
    void optionsAreAsTheyWereSet() throws PosixException {
        long stream = socket(STREAM);
        int[][] flags = {{1, 2}, {1, 9}, {1, 15}, {6, 1}, {6, 3}, {6, 12}, {0, 11}};
        for (int[] flag : flags) {
            program.call(SETSOCKOPT, stream, flag[0], flag[1], program.putInt(7), 4);
            assertThat(option(stream, flag[0], flag[1]))
                    .as(flag[0] + "/" + flag[1])
                    .isEqualTo(1);
        }
        int[][] numbers = {{6, 4, 30}, {6, 5, 15}, {6, 6, 4}, {6, 9, 1}, {6, 18, 500}, {1, 12, 3}, {0, 1, 16}};
        for (int[] number : numbers) {
            program.call(SETSOCKOPT, stream, number[0], number[1], program.putInt(number[2]), 4);
            assertThat(option(stream, number[0], number[1])).isEqualTo(number[2]);
        }
        assertThat(option(stream, 1, 3)).isEqualTo(STREAM);
        assertThat(option(stream, 1, 38)).isEqualTo(6);
        assertThat(option(stream, 1, 39)).isEqualTo(INET);
        assertThat(option(stream, 1, 30)).isZero();
        assertThat(option(listener(), 1, 30)).isEqualTo(1);
        assertThat(option(listener(), 6, 11) & 0xff).isEqualTo(10);
        program.call(SETSOCKOPT, stream, 1, 13, program.put(new byte[] {1, 0, 0, 0, 9, 0, 0, 0}), 8);
        long linger = program.allocate(8);
        program.call(GETSOCKOPT, stream, 1, 13, linger, program.putInt(8));
        assertThat(program.memory.getLong(linger)).isEqualTo(1 | 9L << 32);
        fails(Errno.ENOPROTOOPT, () -> option(stream, 1, 56));
        fails(Errno.ENOPROTOOPT, () -> option(stream, 77, 1));
        fails(Errno.EINVAL, () -> program.call(SETSOCKOPT, stream, 1, 2, program.putInt(1), 3));
        fails(Errno.EINVAL, () -> program.call(SETSOCKOPT, stream, 6, 4, program.putInt(0), 4));
        fails(Errno.EDOM, () -> program.call(SETSOCKOPT, stream, 1, 20, program.put(time(1, 1_000_000)), 16));
    }

    @Test
    void groupsAreJoinedOnceAndLeftOnce() throws PosixException {
        long fd = socket(DATAGRAM);
        long request = program.put(new byte[] {(byte) 224, 0, 0, (byte) 251, 0, 0, 0, 0});
        program.call(SETSOCKOPT, fd, 0, 35, request, 8);
        fails(Errno.EADDRINUSE, () -> program.call(SETSOCKOPT, fd, 0, 35, request, 8));
        program.call(SETSOCKOPT, fd, 0, 36, request, 8);
        fails(Errno.EADDRNOTAVAIL, () -> program.call(SETSOCKOPT, fd, 0, 36, request, 8));
        program.call(SETSOCKOPT, fd, 0, 33, program.put((byte) 9), 1);
        assertThat(option(fd, 0, 33)).isEqualTo(9);
    }

    @Test
    void whatAProgramGivesCannotHurt() throws PosixException {
        long server = bound(DATAGRAM);
        long client = connected(server, DATAGRAM);
        fails(Errno.EMSGSIZE, () -> program.call(SENDTO, client, SocketProgram.MEMORY, Long.MAX_VALUE, 0, 0, 0));
        fails(Errno.EMSGSIZE, () -> program.call(SENDTO, client, SocketProgram.MEMORY, -1L, 0, 0, 0));
        fails(Errno.EFAULT, () -> program.call(SENDTO, client, 0, 1, 0, 0, 0));
        fails(Errno.EFAULT, () -> program.call(SENDMMSG, client, 0, 1, 0));
        long negative = program.message(new byte[0], 0, 0, program.allocate(1), 1);
        program.memory.putLong(negative + 24, -1);
        fails(Errno.EMSGSIZE, () -> program.call(SENDMMSG, client, negative, 1, 0));
        send(client, "x", 0);
        fails(Errno.EFAULT, () -> program.call(RECVFROM, server, 0, 1L << 40, 0, 0, 0));
    }
}
