package dev.ristretto.kernel.posix;

import static dev.ristretto.kernel.posix.FileDescriptorTableTest.assertErrno;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.network.ip.Ipv4;
import dev.ristretto.kernel.network.udp.Datagram;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DatagramSocketTest {
    private final Machine machine = Machine.loopback();
    private final Datagram datagram = new Datagram();
    private DatagramSocket left;
    private DatagramSocket right;

    @BeforeEach
    void open() throws PosixException {
        left = machine.datagram();
        left.bind(0, 0);
        right = machine.datagram();
        right.bind(0, 0);
    }

    @Test
    void aDatagramArrivesWholeWithItsSender() throws PosixException {
        assertThat(left.send(ByteBuffer.allocate(20_000), Ipv4.LOOPBACK, right.localPort()))
                .isEqualTo(20_000);
        assertThat(right.receive(ByteBuffer.allocate(30_000), datagram)).isEqualTo(20_000);
        assertThat(datagram.sourcePort()).isEqualTo(left.localPort());
        assertThat(datagram.sourceAddress()).isEqualTo(Ipv4.LOOPBACK);
    }

    @Test
    void anEmptyDatagramIsADatagram() throws PosixException {
        assertThat(left.send(ByteBuffer.allocate(0), Ipv4.LOOPBACK, right.localPort()))
                .isZero();
        assertThat(right.receive(ByteBuffer.allocate(1), datagram)).isZero();
    }

    @Test
    void aReceiverWaitsForADatagram() throws Exception {
        Background<Integer> receiver = Background.untilItWaits(() -> right.receive(ByteBuffer.allocate(10), datagram));
        left.send(ByteBuffer.allocate(3), Ipv4.LOOPBACK, right.localPort());
        assertThat(receiver.result()).isEqualTo(3);
    }

    @Test
    void closingInterruptsAReceiver() throws Exception {
        Background<Integer> receiver = Background.untilItWaits(() -> right.receive(ByteBuffer.allocate(10), datagram));
        machine.close(right);
        assertThat(receiver.result()).isEqualTo(OpenFile.INTERRUPTED);
    }

    @Test
    void aVectorIsOneDatagram() throws PosixException {
        left.connect(Ipv4.LOOPBACK, right.localPort());
        right.connect(Ipv4.LOOPBACK, left.localPort());
        assertThat(left.write(new ByteBuffer[] {ByteBuffer.wrap(new byte[] {1, 2}), ByteBuffer.wrap(new byte[] {3})}))
                .isEqualTo(3);
        ByteBuffer[] targets = {ByteBuffer.allocate(1), ByteBuffer.allocate(9)};
        assertThat(right.read(targets)).isEqualTo(3);
        assertThat(targets[0].array()).containsExactly(1);
        assertThat(targets[1].position()).isEqualTo(2);
        right.setNonBlocking(true);
        assertThat(right.read(targets)).isEqualTo(OpenFile.WOULD_BLOCK);
    }

    @Test
    void aConnectedSocketLearnsThatNobodyListens() throws PosixException {
        int port = right.localPort();
        machine.close(right);
        left.connect(Ipv4.LOOPBACK, port);
        left.write(ByteBuffer.allocate(1));
        assertThat(left.await(PollEvents.IN, TimeUnit.SECONDS.toNanos(30))).isNotZero();
        assertErrno(Errno.ECONNREFUSED, () -> left.read(ByteBuffer.allocate(1)));
    }

    @Test
    void withoutAPeerASendNeedsADestination() {
        assertErrno(Errno.EDESTADDRREQ, () -> left.write(ByteBuffer.allocate(1)));
        assertErrno(Errno.EMSGSIZE, () -> left.send(ByteBuffer.allocate(70_000), Ipv4.LOOPBACK, 1));
    }

    @Test
    void disconnectedItReceivesFromEveryoneAgain() throws PosixException {
        right.connect(Ipv4.LOOPBACK, 1);
        left.send(ByteBuffer.allocate(1), Ipv4.LOOPBACK, right.localPort());
        right.setNonBlocking(true);
        assertThat(right.receive(ByteBuffer.allocate(1), datagram)).isEqualTo(OpenFile.WOULD_BLOCK);
        right.disconnect();
        right.setNonBlocking(false);
        left.send(ByteBuffer.allocate(2), Ipv4.LOOPBACK, right.localPort());
        assertThat(right.receive(ByteBuffer.allocate(10), datagram)).isEqualTo(2);
    }
}
