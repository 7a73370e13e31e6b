package dev.ristretto.kernel.network.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.socket.NetworkError;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.socket.NetworkOption;
import dev.ristretto.kernel.network.socket.Readiness;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import dev.ristretto.kernel.network.udp.Datagram;
import dev.ristretto.kernel.network.udp.UdpSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Datagrams: RFC 768, RFC 1122 section 4.1, RFC 1112. */
class UdpTest {
    private final World world = new World(1);
    private final Wire wire = new Wire(world);
    private final NetworkStack left = world.host(wire, 1);
    private final NetworkStack right = world.host(wire, 2);
    private final UdpSocket client = left.newUdpSocket();
    private final UdpSocket server = right.newUdpSocket();
    private final Datagram datagram = new Datagram();

    @BeforeEach
    void bind() throws NetworkException {
        server.bind(IpAddress.ANY, 53);
    }

    @AfterEach
    void nothingIsLeft() {
        client.close();
        server.close();
        world.run(300 * World.SECOND);
        assertThat(world.leakedFrames()).isZero();
        assertThat(world.usedChunks()).isZero();
        assertThat(world.isIdle()).isTrue();
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private String receive(UdpSocket socket) throws NetworkException {
        ByteBuffer buffer = ByteBuffer.allocate(100);
        int length = socket.receive(buffer, datagram);
        return length < 0 ? "none" : new String(buffer.array(), 0, length, StandardCharsets.US_ASCII);
    }

    private static void fails(NetworkError error, ThrowingCallable call) {
        assertThatExceptionOfType(NetworkException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.error()).isEqualTo(error));
    }

    @Test
    void datagramsKeepTheirBoundsAndTellTheirSender() throws NetworkException {
        client.send(text("one"), World.address(2), 53);
        client.send(text(""), World.address(2), 53);
        client.send(text("three"), World.address(2), 53);
        world.run(World.SECOND);
        assertThat(server.available()).isEqualTo(3);
        assertThat(receive(server)).isEqualTo("one");
        assertThat(datagram.sourceAddress()).isEqualTo(World.address(1));
        assertThat(datagram.sourcePort()).isEqualTo(client.local().port());
        assertThat(datagram.destinationAddress()).isEqualTo(World.address(2));
        assertThat(receive(server)).isEmpty();
        assertThat(server.peek(ByteBuffer.allocate(2), datagram)).isEqualTo(2);
        assertThat(datagram.length()).isEqualTo(5);
        assertThat(receive(server)).isEqualTo("three");
        assertThat(receive(server)).isEqualTo("none");
    }

    @Test
    void whatDoesNotFitIsLost() throws NetworkException {
        client.send(text("long text"), World.address(2), 53);
        client.send(text("next"), World.address(2), 53);
        world.run(World.SECOND);
        assertThat(server.receive(ByteBuffer.allocate(4), datagram)).isEqualTo(4);
        assertThat(datagram.length()).isEqualTo(9);
        assertThat(receive(server)).isEqualTo("next");
    }

    @Test
    void longDatagramsAreFragmentedAndPutTogether() throws NetworkException {
        for (int length : new int[] {1472, 1473, 2952, 2953, 30_000, UdpSocket.MAXIMUM_LENGTH}) {
            byte[] bytes = new byte[length];
            new Random(length).nextBytes(bytes);
            // Little-endian memory outside the heap must make no difference.
            ByteBuffer source = ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
            source.put(0, bytes);
            assertThat(client.send(source, World.address(2), 53)).isEqualTo(length);
            world.run(World.SECOND);
            ByteBuffer target = ByteBuffer.allocate(65536);
            assertThat(server.receive(target, datagram)).as("%d bytes", length).isEqualTo(length);
            assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(bytes));
        }
    }

    @Test
    void tooLongDatagramsAreRefused() {
        fails(NetworkError.MESSAGE_TOO_LONG, () -> client.send(ByteBuffer.allocate(65_508), World.address(2), 53));
    }

    @Test
    void aClosedPortIsReportedToAConnectedSocketOnly() throws NetworkException {
        client.connect(World.address(2), 9);
        client.send(text("x"));
        world.run(World.SECOND);
        assertThat(client.readiness() & Readiness.ERROR).isNotZero();
        fails(NetworkError.CONNECTION_REFUSED, () -> receive(client));
        client.disconnect();
        client.send(text("x"), World.address(2), 9);
        world.run(World.SECOND);
        assertThat(receive(client)).isEqualTo("none");
    }

    @Test
    void aHostThatDoesNotAnswerArpIsReported() throws NetworkException {
        client.connect(World.address(77), 9);
        client.send(text("x"));
        world.run(10 * World.SECOND);
        assertThat(client.takeError()).isEqualTo(NetworkError.HOST_UNREACHABLE);
    }

    @Test
    void aConnectedSocketHearsItsPeerOnly() throws NetworkException {
        server.connect(World.address(1), 1000);
        client.send(text("stranger"), World.address(2), 53);
        world.run(World.SECOND);
        assertThat(receive(server)).isEqualTo("none");
        assertThat(server.local().address()).isEqualTo(World.address(2));
        server.disconnect();
        assertThat(server.local().address()).isEqualTo(IpAddress.ANY);
        client.send(text("stranger"), World.address(2), 53);
        world.run(World.SECOND);
        assertThat(receive(server)).isEqualTo("stranger");
    }

    @Test
    void withoutDestinationOrRouteSendingFails() {
        fails(NetworkError.DESTINATION_REQUIRED, () -> client.send(text("x")));
        fails(NetworkError.NETWORK_UNREACHABLE, () -> client.send(text("x"), IpAddress.of(192, 0, 2, 1), 53));
        fails(NetworkError.INVALID, () -> client.send(text("x"), World.address(2), 0));
    }

    @Test
    void broadcastNeedsPermissionAndReachesAll() throws NetworkException {
        fails(NetworkError.ACCESS_DENIED, () -> client.send(text("x"), World.address(255), 53));
        client.setOption(NetworkOption.BROADCAST, 1);
        client.send(text("all"), World.address(255), 53);
        client.send(text("all too"), IpAddress.BROADCAST, 53);
        world.run(World.SECOND);
        assertThat(receive(server)).isEqualTo("all");
        assertThat(receive(server)).isEqualTo("all too");
    }

    @Test
    void multicastReachesMembersOnly() throws NetworkException {
        IpAddress group = IpAddress.of(239, 1, 2, 3);
        client.send(text("early"), group, 53);
        world.run(World.SECOND);
        assertThat(receive(server)).isEqualTo("none");
        server.joinGroup(group);
        client.send(text("hello"), group, 53);
        world.run(World.SECOND);
        assertThat(receive(server)).isEqualTo("hello");
        assertThat(datagram.destinationAddress()).isEqualTo(group);
        fails(NetworkError.ADDRESS_IN_USE, () -> server.joinGroup(group));
        server.leaveGroup(group);
        client.send(text("late"), group, 53);
        world.run(World.SECOND);
        assertThat(receive(server)).isEqualTo("none");
    }

    @Test
    void multicastReachesMembersOnTheSameMachineUnlessSwitchedOff() throws NetworkException {
        IpAddress group = IpAddress.of(239, 1, 2, 3);
        UdpSocket member = left.newUdpSocket();
        member.bind(IpAddress.ANY, 53);
        member.joinGroup(group);
        client.send(text("hello"), group, 53);
        assertThat(receive(member)).isEqualTo("hello");
        client.setOption(NetworkOption.MULTICAST_LOOPBACK, 0);
        client.send(text("hello"), group, 53);
        assertThat(receive(member)).isEqualTo("none");
        member.close();
    }

    @Test
    void loopbackWorksWithoutLinkAndAddress() throws NetworkException {
        NetworkStack alone =
                new NetworkStack(null, () -> 0, new Random(1), StackOptions.defaults(), new NetworkCounters());
        UdpSocket a = alone.newUdpSocket();
        UdpSocket b = alone.newUdpSocket();
        b.bind(IpAddress.LOOPBACK, 53);
        a.send(text("self"), IpAddress.of(127, 0, 0, 1), 53);
        assertThat(receive(b)).isEqualTo("self");
        byte[] bytes = new byte[60_000];
        assertThat(a.send(ByteBuffer.wrap(bytes), IpAddress.LOOPBACK, 53)).isEqualTo(60_000);
        assertThat(b.available()).isEqualTo(60_000);
        assertThat(alone.loopbackFrames()).isZero();
        assertThat(alone.poll()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theOwnAddressIsReachedWithoutTheWire() throws NetworkException {
        wire.loss = 1;
        client.send(text("me"), World.address(1), 53);
        UdpSocket own = left.newUdpSocket();
        own.bind(World.address(1), 54);
        client.send(text("me"), World.address(1), 54);
        assertThat(receive(own)).isEqualTo("me");
        own.close();
    }

    @Test
    void theReceiveBufferIsBounded() throws NetworkException {
        server.setOption(NetworkOption.RECEIVE_BUFFER, 4096);
        for (int i = 0; i < 100; i++) {
            client.send(ByteBuffer.allocate(500), World.address(2), 53);
        }
        world.run(World.SECOND);
        int count = 0;
        while (server.receive(ByteBuffer.allocate(500), datagram) >= 0) {
            count++;
        }
        assertThat(count).isBetween(5, 8);
    }

    @Test
    void portsAreSharedOnlyWithReuse() throws NetworkException {
        UdpSocket second = right.newUdpSocket();
        fails(NetworkError.ADDRESS_IN_USE, () -> second.bind(World.address(2), 53));
        fails(NetworkError.ADDRESS_NOT_AVAILABLE, () -> second.bind(IpAddress.of(1, 2, 3, 4), 54));
        second.setOption(NetworkOption.REUSE_ADDRESS, 1);
        fails(NetworkError.ADDRESS_IN_USE, () -> second.bind(IpAddress.ANY, 53));
        server.setOption(NetworkOption.REUSE_ADDRESS, 1);
        second.bind(IpAddress.ANY, 53);
        client.send(text("which"), World.address(2), 53);
        world.run(World.SECOND);
        assertThat(receive(second)).as("the last one bound").isEqualTo("which");
        second.close();
        client.send(text("again"), World.address(2), 53);
        world.run(World.SECOND);
        assertThat(receive(server)).isEqualTo("again");
    }

    @Test
    void anOptionThatIsNotThereOrCannotHaveTheValueIsRefusedByName() {
        assertThatThrownBy(() -> server.setOption(NetworkOption.NO_DELAY, 1))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("UdpSocket has no option NO_DELAY");
        assertThatThrownBy(() -> server.option(NetworkOption.LINGER))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("UdpSocket has no option LINGER");
        assertThatThrownBy(() -> server.setOption(NetworkOption.TIME_TO_LIVE, 256))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 255, found 256");
        assertThat(server.option(NetworkOption.TIME_TO_LIVE)).isEqualTo(64);
    }

    @Test
    void aDamagedDatagramIsDropped() throws NetworkException {
        client.send(text("x"), World.address(2), 53);
        world.run(World.SECOND);
        assertThat(receive(server)).isEqualTo("x");
        wire.corruption = 1;
        for (int i = 0; i < 200; i++) {
            client.send(text("0123456789012345678901234567890123456789"), World.address(2), 53);
        }
        world.run(World.SECOND);
        String got;
        while (!(got = receive(server)).equals("none")) {
            // Damage of the Ethernet addresses or of bits that no checksum covers leaves the data whole.
            assertThat(got).isEqualTo("0123456789012345678901234567890123456789");
        }
    }

    @Test
    void aLinkWithoutSpaceSaysSoAndTellsWhenThereIsSome() throws NetworkException {
        client.send(text("arp"), World.address(2), 53);
        world.run(World.SECOND);
        SimulatedLink link = world.link(left);
        link.transmitLimit = 0;
        int[] events = new int[1];
        client.setReadinessListener(bits -> events[0] |= bits);
        assertThat(client.send(text("x"), World.address(2), 53)).isEqualTo(-1);
        assertThat(client.readiness() & Readiness.WRITABLE).isZero();
        link.transmitLimit = 10;
        left.transmitSpaceAvailable();
        assertThat(events[0] & Readiness.WRITABLE).isNotZero();
        assertThat(client.send(text("x"), World.address(2), 53)).isEqualTo(1);
    }

    @Test
    void aClosedSocketSaysSo() {
        client.close();
        fails(NetworkError.CLOSED, () -> client.send(text("x"), World.address(2), 53));
        fails(NetworkError.CLOSED, () -> receive(client));
    }
}
