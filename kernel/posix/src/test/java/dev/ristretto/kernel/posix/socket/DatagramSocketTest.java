package dev.ristretto.kernel.posix.socket;

import static dev.ristretto.kernel.posix.Failing.assertErrno;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.udp.Datagram;
import dev.ristretto.kernel.posix.Background;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PollEvents;
import dev.ristretto.kernel.posix.PosixException;
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
        left.bind(IpAddress.ANY, 0);
        right = machine.datagram();
        right.bind(IpAddress.ANY, 0);
    }

    @Test
    void aDatagramArrivesWholeWithItsSender() throws PosixException {
        assertThat(left.send(
                        ByteBuffer.allocate(20_000),
                        IpAddress.LOOPBACK,
                        right.local().port()))
                .isEqualTo(20_000);
        assertThat(right.receive(ByteBuffer.allocate(30_000), datagram)).isEqualTo(20_000);
        assertThat(datagram.sourcePort()).isEqualTo(left.local().port());
        assertThat(datagram.sourceAddress()).isEqualTo(IpAddress.LOOPBACK);
    }

    @Test
    void anEmptyDatagramIsADatagram() throws PosixException {
        assertThat(left.send(
                        ByteBuffer.allocate(0),
                        IpAddress.LOOPBACK,
                        right.local().port()))
                .isZero();
        assertThat(right.receive(ByteBuffer.allocate(1), datagram)).isZero();
    }

    @Test
    void aReceiverWaitsForADatagram() throws Exception {
        Background<Integer> receiver = Background.untilItWaits(() -> right.receive(ByteBuffer.allocate(10), datagram));
        left.send(ByteBuffer.allocate(3), IpAddress.LOOPBACK, right.local().port());
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
        left.connect(IpAddress.LOOPBACK, right.local().port());
        right.connect(IpAddress.LOOPBACK, left.local().port());
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
        int port = right.local().port();
        machine.close(right);
        left.connect(IpAddress.LOOPBACK, port);
        left.write(ByteBuffer.allocate(1));
        assertThat(left.await(PollEvents.IN, TimeUnit.SECONDS.toNanos(30))).isNotZero();
        assertErrno(Errno.ECONNREFUSED, () -> left.read(ByteBuffer.allocate(1)));
    }

    @Test
    void withoutAPeerASendNeedsADestination() {
        assertErrno(Errno.EDESTADDRREQ, () -> left.write(ByteBuffer.allocate(1)));
        assertErrno(Errno.EMSGSIZE, () -> left.send(ByteBuffer.allocate(70_000), IpAddress.LOOPBACK, 1));
    }

    @Test
    void disconnectedItReceivesFromEveryoneAgain() throws PosixException {
        right.connect(IpAddress.LOOPBACK, 1);
        left.send(ByteBuffer.allocate(1), IpAddress.LOOPBACK, right.local().port());
        right.setNonBlocking(true);
        assertThat(right.receive(ByteBuffer.allocate(1), datagram)).isEqualTo(OpenFile.WOULD_BLOCK);
        right.disconnect();
        right.setNonBlocking(false);
        left.send(ByteBuffer.allocate(2), IpAddress.LOOPBACK, right.local().port());
        assertThat(right.receive(ByteBuffer.allocate(10), datagram)).isEqualTo(2);
    }
}
