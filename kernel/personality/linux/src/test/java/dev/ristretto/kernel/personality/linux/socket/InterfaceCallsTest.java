package dev.ristretto.kernel.personality.linux.socket;

import static dev.ristretto.abi.linux.SystemCalls.BIND;
import static dev.ristretto.abi.linux.SystemCalls.RECVFROM;
import static dev.ristretto.abi.linux.SystemCalls.SENDTO;
import static dev.ristretto.abi.linux.SystemCalls.SOCKET;
import static dev.ristretto.kernel.personality.linux.socket.SocketFailures.fails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InterfaceCallsTest {
    private static final int NETLINK = 16;
    private static final int RAW = 3;
    private static final int DUMP = 0x301;

    private final SocketProgram program = new SocketProgram();

    private ByteBuffer answer(long fd) throws PosixException {
        long target = program.allocate(4096);
        int count = (int) program.call(RECVFROM, fd, target, 4096, 0x40, 0, 0);
        return ByteBuffer.wrap(program.memory.bytes(target, count)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private long ask(int type, int flags) throws PosixException {
        long fd = program.call(SOCKET, NETLINK, RAW, 0);
        byte[] address = new byte[12];
        address[0] = NETLINK;
        program.call(BIND, fd, program.put(address), 12);
        ByteBuffer question = SocketProgram.littleEndian(20);
        question.putInt(17).putShort((short) type).putShort((short) flags).putInt(5);
        program.call(SENDTO, fd, program.put(question.array()), 17, 0, program.put(address), 12);
        return fd;
    }

    @Test
    void interfacesAreToldByNetlink() throws PosixException {
        long fd = ask(18, DUMP);
        ByteBuffer links = answer(fd);
        assertThat(links.getInt(0)).isEqualTo(links.capacity());
        assertThat(links.getShort(4)).as("RTM_NEWLINK").isEqualTo((short) 16);
        assertThat(links.getInt(8)).as("the question's number").isEqualTo(5);
        assertThat(links.getInt(12)).as("the asker").isEqualTo(42);
        assertThat(links.getShort(18)).as("ARPHRD_LOOPBACK").isEqualTo((short) 772);
        assertThat(links.getInt(20)).isEqualTo(1);
        assertThat(new String(links.array(), 36, 2, StandardCharsets.UTF_8)).isEqualTo("lo");
        assertThat(answer(fd).getShort(4)).as("NLMSG_DONE").isEqualTo((short) 3);
        fails(Errno.EAGAIN, () -> answer(fd));
    }

    @Test
    void addressesAreToldByNetlink() throws PosixException {
        ByteBuffer addresses = answer(ask(22, DUMP));
        assertThat(addresses.getShort(4)).as("RTM_NEWADDR").isEqualTo((short) 20);
        assertThat(addresses.get(17)).isEqualTo((byte) 8);
        assertThat(addresses.order(ByteOrder.BIG_ENDIAN).getInt(28)).isEqualTo(0x7f00_0001);
    }

    @Test
    void whatNetlinkDoesNotKnowIsAnError() throws PosixException {
        ByteBuffer error = answer(ask(24, 5));
        assertThat(error.getShort(4)).as("NLMSG_ERROR").isEqualTo((short) 2);
        assertThat(error.getInt(16)).isEqualTo(-Errno.EOPNOTSUPP.number());
        assertThat(answer(ask(26, DUMP)).getShort(4)).as("no route but the end").isEqualTo((short) 3);
    }

    private ByteBuffer control(int command, String name) throws PosixException {
        long request = program.allocate(40);
        program.memory.write(request, name.getBytes(StandardCharsets.UTF_8));
        long fd = program.call(SOCKET, 2, 2, 0);
        long result = program.calls.control(
                program.caller(), program.process.descriptors().get((int) fd), command, request);
        assertThat(result).isZero();
        return ByteBuffer.wrap(program.memory.bytes(request, 40)).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void interfacesAreToldByControls() throws PosixException {
        assertThat(control(0x8933, "lo").getInt(16)).isEqualTo(1);
        assertThat(control(0x8913, "lo").getShort(16)).isEqualTo((short) 0x49);
        assertThat(control(0x8915, "lo").order(ByteOrder.BIG_ENDIAN).getInt(20)).isEqualTo(0x7f00_0001);
        assertThat(control(0x891b, "lo").order(ByteOrder.BIG_ENDIAN).getInt(20)).isEqualTo(0xff00_0000);
        fails(Errno.ENODEV, () -> control(0x8933, "eth7"));
        fails(Errno.ENOTTY, () -> control(0x5401, "lo"));
        long configuration = program.put(SocketProgram.littleEndian(16)
                .putInt(100)
                .putLong(8, program.allocate(100))
                .array());
        long fd = program.call(SOCKET, 2, 2, 0);
        program.calls.control(program.caller(), program.process.descriptors().get((int) fd), 0x8912, configuration);
        assertThat(program.memory.getInt(configuration)).isEqualTo(40);
    }
}
