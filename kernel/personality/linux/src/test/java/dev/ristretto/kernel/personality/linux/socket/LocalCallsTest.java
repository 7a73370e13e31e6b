package dev.ristretto.kernel.personality.linux.socket;

import static dev.ristretto.abi.linux.SystemCalls.ACCEPT;
import static dev.ristretto.abi.linux.SystemCalls.BIND;
import static dev.ristretto.abi.linux.SystemCalls.CONNECT;
import static dev.ristretto.abi.linux.SystemCalls.GETSOCKNAME;
import static dev.ristretto.abi.linux.SystemCalls.GETSOCKOPT;
import static dev.ristretto.abi.linux.SystemCalls.LISTEN;
import static dev.ristretto.abi.linux.SystemCalls.RECVFROM;
import static dev.ristretto.abi.linux.SystemCalls.RECVMSG;
import static dev.ristretto.abi.linux.SystemCalls.SENDMSG;
import static dev.ristretto.abi.linux.SystemCalls.SENDTO;
import static dev.ristretto.abi.linux.SystemCalls.SETSOCKOPT;
import static dev.ristretto.abi.linux.SystemCalls.SOCKET;
import static dev.ristretto.abi.linux.SystemCalls.SOCKETPAIR;
import static dev.ristretto.kernel.personality.linux.socket.SocketFailures.fails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LocalCallsTest {
    private static final int UNIX = 1;
    private static final int STREAM = 1;
    private static final int DATAGRAM = 2;
    private static final int CMSG_CLOEXEC = 0x4000_0000;

    private final SocketProgram program = new SocketProgram();

    private int[] pair(int type) throws PosixException {
        long place = program.allocate(8);
        program.call(SOCKETPAIR, UNIX, type, 0, place);
        return new int[] {program.memory.getInt(place), program.memory.getInt(place + 4)};
    }

    /** A control message of SOL_SOCKET. */
    private static byte[] control(int type, int... words) {
        ByteBuffer bytes = SocketProgram.littleEndian(16 + 4 * words.length);
        bytes.putLong(bytes.capacity()).putInt(1).putInt(type);
        for (int word : words) {
            bytes.putInt(word);
        }
        return bytes.array();
    }

    private long sendWith(int fd, byte[] control) throws PosixException {
        long message = program.message(new byte[0], program.put(control), control.length, program.put((byte) 'x'), 1);
        return program.call(SENDMSG, fd, message, 0);
    }

    /** The flags of what was received, the length of its control messages, and those. */
    private ByteBuffer receiveWith(int fd, int room, int flags) throws PosixException {
        long control = program.allocate(room);
        long message = program.message(new byte[0], control, room, program.allocate(8), 8);
        program.call(RECVMSG, fd, message, flags);
        int length = (int) program.memory.getLong(message + 40);
        ByteBuffer result = SocketProgram.littleEndian(4 + length).putInt(program.memory.getInt(message + 48));
        return result.put(program.memory.bytes(control, length)).flip().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void aPairIsConnected() throws PosixException {
        int[] pair = pair(STREAM | 0x800);
        assertThat(program.call(SENDTO, pair[0], program.put(new byte[] {1, 2, 3}), 3, 0, 0, 0))
                .isEqualTo(3);
        long target = program.allocate(8);
        assertThat(program.call(RECVFROM, pair[1], target, 8, 0, 0, 0)).isEqualTo(3);
        fails(Errno.EAGAIN, () -> program.call(RECVFROM, pair[1], target, 8, 0, 0, 0));
        program.process.descriptors().close(pair[1]);
        fails(Errno.EPIPE, () -> program.call(SENDTO, pair[0], target, 1, 0x4000, 0, 0));
        assertThat(program.brokenPipes).isZero();
        fails(Errno.EPIPE, () -> program.call(SENDTO, pair[0], target, 1, 0, 0, 0));
        assertThat(program.brokenPipes).isEqualTo(1);
        fails(Errno.EOPNOTSUPP, () -> program.call(SOCKETPAIR, 2, STREAM, 0, target));
        int before = program.process.descriptors().count();
        fails(Errno.EFAULT, () -> program.call(SOCKETPAIR, UNIX, STREAM, 0, 1));
        assertThat(program.process.descriptors().count()).isEqualTo(before);
    }

    @Test
    void namesLeadToSockets() throws PosixException {
        for (String name : List.of("/run.sock", "\0abstract")) {
            byte[] address = SocketProgram.local(name);
            long place = program.put(address);
            long early = program.call(SOCKET, UNIX, STREAM, 0);
            Errno missing = name.startsWith("/") ? Errno.ENOENT : Errno.ECONNREFUSED;
            fails(missing, () -> program.call(CONNECT, early, place, address.length));
            long listener = program.call(SOCKET, UNIX, STREAM, 0);
            program.call(BIND, listener, place, address.length);
            program.call(LISTEN, listener, 1);
            program.call(CONNECT, early, place, address.length);
            long room = program.putInt(110);
            long server = program.call(ACCEPT, listener, program.allocate(110), room);
            assertThat(program.memory.getInt(room)).as("a peer without a name").isEqualTo(2);
            long named = program.allocate(110);
            program.call(GETSOCKNAME, server, named, program.putInt(110));
            assertThat(program.memory.bytes(named, address.length)).isEqualTo(address);
            long second = program.call(SOCKET, UNIX, STREAM, 0);
            fails(Errno.EADDRINUSE, () -> program.call(BIND, second, place, address.length));
        }
        long fd = program.call(SOCKET, UNIX, STREAM, 0);
        fails(Errno.EINVAL, () -> program.call(BIND, fd, program.allocate(128), 111));
        fails(Errno.EAFNOSUPPORT, () -> program.call(SOCKET, 99, STREAM, 0));
    }

    @Test
    void filesArePassed() throws PosixException {
        int[] pair = pair(STREAM);
        int[] other = pair(STREAM);
        sendWith(pair[0], control(1, other[0], other[1]));
        program.process.descriptors().close(other[0]);
        ByteBuffer received = receiveWith(pair[1], 64, CMSG_CLOEXEC);
        assertThat(received.getInt()).isEqualTo(CMSG_CLOEXEC);
        assertThat(received.getLong()).isEqualTo(24);
        assertThat(received.getInt()).isEqualTo(1);
        assertThat(received.getInt()).isEqualTo(1);
        int first = received.getInt();
        assertThat(first).isEqualTo(other[0]);
        assertThat(received.getInt()).isNotIn(other[1], first);
        assertThat(program.process.descriptors().closesOnExecute(first)).isTrue();
        assertThat(program.process.descriptors().closesOnExecute(other[1])).isFalse();
        program.call(SENDTO, first, program.put("through".getBytes(StandardCharsets.UTF_8)), 7, 0, 0, 0);
        assertThat(program.call(RECVFROM, other[1], program.allocate(8), 8, 0, 0, 0))
                .isEqualTo(7);
    }

    @Test
    void filesWithoutRoomAreLostAndTold() throws PosixException {
        int[] pair = pair(DATAGRAM);
        int before = program.process.descriptors().count();
        sendWith(pair[0], control(1, pair[0], pair[1]));
        ByteBuffer received = receiveWith(pair[1], 20, 0);
        assertThat(received.getInt() & 8).as("MSG_CTRUNC").isEqualTo(8);
        assertThat(received.getLong()).isEqualTo(20);
        sendWith(pair[0], control(1, pair[0]));
        assertThat(receiveWith(pair[1], 0, 0).getInt() & 8).isEqualTo(8);
        assertThat(program.process.descriptors().count()).isEqualTo(before + 1);
        fails(Errno.EBADF, () -> sendWith(pair[0], control(1, 99)));
        fails(Errno.EINVAL, () -> sendWith(pair[0], control(1, new int[254])));
        byte[] wrong = control(1, 0);
        wrong[0] = 100;
        fails(Errno.EINVAL, () -> sendWith(pair[0], wrong));
    }

    @Test
    void whoSentIsToldToThoseWhoWantToKnow() throws PosixException {
        int[] pair = pair(DATAGRAM);
        sendWith(pair[0], new byte[0]);
        assertThat(receiveWith(pair[1], 64, 0).remaining()).isEqualTo(4);
        program.call(SETSOCKOPT, pair[1], 1, 16, program.putInt(1), 4);
        sendWith(pair[0], new byte[0]);
        ByteBuffer received = receiveWith(pair[1], 64, 0);
        assertThat(received.getInt()).isZero();
        assertThat(received.getLong()).isEqualTo(28);
        assertThat(received.getInt(16)).isEqualTo(2);
        assertThat(received.getInt(20)).isEqualTo(42);
        long peer = program.allocate(12);
        long room = program.putInt(12);
        program.call(GETSOCKOPT, pair[0], 1, 17, peer, room);
        assertThat(program.memory.getInt(peer)).isEqualTo(42);
        fails(Errno.EOPNOTSUPP, () -> program.call(GETSOCKOPT, pair[0], 6, 1, peer, room));
    }

    @Test
    void anythingThatAProgramGivesIsAnsweredOrRefused() {
        long seed = System.nanoTime();
        System.out.println("seed of the calls: " + seed);
        Random random = new Random(seed);
        int[] numbers = {41, 42, 43, 44, 46, 48, 49, 50, 51, 52, 53, 54, 55, 288, 307};
        for (int i = 0; i < 3000; i++) {
            long[] arguments = new long[6];
            for (int j = 0; j < arguments.length; j++) {
                arguments[j] = switch (random.nextInt(5)) {
                    case 0 -> random.nextInt(16);
                    case 1 -> SocketProgram.MEMORY + random.nextInt(4096);
                    case 2 -> random.nextLong();
                    case 3 -> -random.nextInt(5);
                    default -> random.nextInt(300);
                };
            }
            int number = numbers[random.nextInt(numbers.length)];
            arguments[3] |= number == 44 ? 0x40 : 0;
            if (number == 43 || number == 288 || number == 42) {
                setNonBlocking((int) arguments[0]);
            }
            try {
                program.call(number, arguments);
            } catch (PosixException e) {
                assertThat(e.errno()).isNotNull();
            }
        }
    }

    private void setNonBlocking(int fd) {
        try {
            program.process.descriptors().get(fd).setNonBlocking(true);
        } catch (PosixException e) {
            assertThat(e.errno()).isEqualTo(Errno.EBADF);
        }
    }
}
