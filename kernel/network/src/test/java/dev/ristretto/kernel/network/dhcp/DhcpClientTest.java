package dev.ristretto.kernel.network.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.network.ip.InterfaceConfiguration;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.socket.NetworkOption;
import dev.ristretto.kernel.network.stack.Simulation;
import dev.ristretto.kernel.network.udp.Datagram;
import dev.ristretto.kernel.network.udp.UdpSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RFC 2131 section 4.4, state by state. */
class DhcpClientTest {
    private static final IpAddress SERVER = IpAddress.of(10, 0, 0, 2);
    private static final IpAddress OFFERED = IpAddress.of(10, 0, 0, 50);
    private static final long SECOND = Simulation.SECOND;

    /** What the client said. */
    private record Heard(
            long time,
            int type,
            IpAddress clientAddress,
            IpAddress requested,
            IpAddress server,
            IpAddress from,
            String name) {}

    private final Simulation simulation = new Simulation(1);
    private final UdpSocket socket = simulation.server().newUdpSocket();
    private final DhcpClient client = new DhcpClient(simulation.host(), "espresso");
    private final List<Heard> heard = new ArrayList<>();
    private final Datagram datagram = new Datagram();
    private boolean silent;
    private boolean refuses;
    private boolean repeatsNothing;
    private int leaseSeconds = 1000;
    private IpAddress address = OFFERED;

    @BeforeEach
    void serve() throws NetworkException {
        socket.bind(IpAddress.ANY, 67);
        socket.setOption(NetworkOption.BROADCAST, 1);
        simulation.application(this::answer);
    }

    private void answer() {
        try {
            ByteBuffer message = ByteBuffer.allocate(1500);
            while (socket.receive(message.clear(), datagram) >= 0) {
                answer(message.flip());
            }
        } catch (NetworkException e) {
            throw new AssertionError(e);
        }
    }

    private void answer(ByteBuffer message) throws NetworkException {
        int type = option(message, 53) < 0 ? 0 : message.get(option(message, 53));
        int name = option(message, 12);
        byte[] nameBytes = new byte[name < 0 ? 0 : message.get(name - 1)];
        message.get(Math.max(0, name), nameBytes);
        heard.add(new Heard(
                simulation.now(),
                type,
                IpAddress.ofV4(message.getInt(12)),
                addressOption(message, 50),
                addressOption(message, 54),
                datagram.sourceAddress(),
                new String(nameBytes, StandardCharsets.US_ASCII)));
        if (silent || type == DhcpMessage.RELEASE) {
            return;
        }
        int answer = type == DhcpMessage.DISCOVER ? DhcpMessage.OFFER : refuses ? DhcpMessage.NAK : DhcpMessage.ACK;
        ByteBuffer reply = ByteBuffer.allocate(400);
        reply.put(0, (byte) 2).put(1, (byte) 1).put(2, (byte) 6);
        reply.putInt(4, message.getInt(4)).putInt(16, address.v4());
        reply.put(28, message, 28, 16).putInt(236, 0x63825363).position(240);
        reply.put((byte) 53).put((byte) 1).put((byte) answer);
        put(reply, 54, SERVER.v4());
        put(reply, 51, leaseSeconds);
        if (!repeatsNothing || answer == DhcpMessage.OFFER) {
            put(reply, 1, 0xffff_ff00);
            put(reply, 3, SERVER.v4());
            reply.put((byte) 6)
                    .put((byte) 8)
                    .putInt(SERVER.v4())
                    .putInt(IpAddress.of(8, 8, 8, 8).v4());
            reply.put((byte) 26).put((byte) 2).putShort((short) 1400);
            reply.put((byte) 15).put((byte) 8).put("example\0".getBytes(StandardCharsets.US_ASCII));
        }
        reply.put((byte) 255).flip();
        IpAddress to = IpAddress.ofV4(message.getInt(12));
        socket.send(reply, to.isAny() ? IpAddress.BROADCAST : to, 68);
    }

    private static void put(ByteBuffer message, int option, int value) {
        message.put((byte) option).put((byte) 4).putInt(value);
    }

    private static int option(ByteBuffer message, int wanted) {
        int index = 240;
        while (index < message.limit() && (message.get(index) & 0xff) != 255) {
            if (message.get(index) == wanted) {
                return index + 2;
            }
            index += message.get(index) == 0 ? 1 : 2 + message.get(index + 1);
        }
        return -1;
    }

    private static IpAddress addressOption(ByteBuffer message, int wanted) {
        int index = option(message, wanted);
        return index < 0 ? IpAddress.ANY : IpAddress.ofV4(message.getInt(index));
    }

    private void bind() {
        client.start();
        simulation.run(SECOND);
        assertThat(client.state()).isEqualTo(DhcpState.BOUND);
        assertThat(heard).hasSize(2);
        heard.clear();
    }

    @Test
    void discoverOfferRequestAckConfigureTheStack() {
        client.start();
        simulation.run(SECOND);
        assertThat(heard).extracting(Heard::type).containsExactly(DhcpMessage.DISCOVER, DhcpMessage.REQUEST);
        assertThat(heard.get(0).from()).isEqualTo(IpAddress.ANY);
        assertThat(heard.get(0).name()).isEqualTo("espresso");
        assertThat(heard.get(1).requested()).isEqualTo(OFFERED);
        assertThat(heard.get(1).server()).isEqualTo(SERVER);
        assertThat(simulation.host().configuration())
                .isEqualTo(new InterfaceConfiguration(
                        OFFERED, 24, SERVER, 1400, List.of(SERVER, IpAddress.of(8, 8, 8, 8)), "example"));
    }

    @Test
    void withoutAnswerItAsksAgainWithLongerAndLongerPauses() {
        silent = true;
        client.start();
        simulation.run(400 * SECOND);
        long pause = 4;
        for (int i = 1; i < heard.size(); i++) {
            assertThat(heard.get(i).type()).isEqualTo(DhcpMessage.DISCOVER);
            assertThat(heard.get(i).time() - heard.get(i - 1).time())
                    .isBetween((pause - 1) * SECOND - SECOND / 100, (pause + 1) * SECOND + SECOND / 100);
            pause = Math.min(64, 2 * pause);
        }
        assertThat(heard.size()).isBetween(8, 11);
        silent = false;
        simulation.run(70 * SECOND);
        assertThat(client.state()).isEqualTo(DhcpState.BOUND);
    }

    @Test
    void lossOnlyDelays() {
        simulation.setLoss(0.5);
        client.start();
        simulation.run(600 * SECOND);
        assertThat(simulation.host().configuration()).isNotNull();
    }

    @Test
    void halfWayThroughItRenewsFromItsServer() {
        bind();
        simulation.run(498 * SECOND);
        assertThat(heard).isEmpty();
        simulation.run(5 * SECOND);
        assertThat(heard).hasSize(1);
        Heard request = heard.get(0);
        assertThat(request.type()).isEqualTo(DhcpMessage.REQUEST);
        assertThat(request.clientAddress()).isEqualTo(OFFERED);
        assertThat(request.from()).isEqualTo(OFFERED);
        assertThat(request.requested()).as("section 4.3.6").isEqualTo(IpAddress.ANY);
        assertThat(request.server()).as("section 4.3.6").isEqualTo(IpAddress.ANY);
        assertThat(client.state()).isEqualTo(DhcpState.BOUND);
        simulation.run(5000 * SECOND);
        assertThat(client.state()).as("again and again").isEqualTo(DhcpState.BOUND);
    }

    @Test
    void whatAnAcknowledgementLeavesOutStaysAsItWas() {
        repeatsNothing = true;
        bind();
        InterfaceConfiguration first = simulation.host().configuration();
        assertThat(first)
                .as("of the offer")
                .isEqualTo(new InterfaceConfiguration(
                        OFFERED, 24, SERVER, 1400, List.of(SERVER, IpAddress.of(8, 8, 8, 8)), "example"));
        simulation.run(5000 * SECOND);
        assertThat(heard).hasSizeGreaterThan(5);
        assertThat(simulation.host().configuration()).isEqualTo(first);
    }

    @Test
    void anotherAddressTakesNothingOver() {
        bind();
        repeatsNothing = true;
        address = IpAddress.of(10, 0, 0, 51);
        simulation.run(502 * SECOND);
        InterfaceConfiguration configuration =
                Objects.requireNonNull(simulation.host().configuration());
        assertThat(configuration.address()).isEqualTo(address);
        assertThat(configuration.dnsServers()).isEmpty();
    }

    @Test
    void aSilentServerIsReboundFromAnyAndTheLeaseEnds() {
        bind();
        silent = true;
        simulation.run(600 * SECOND);
        assertThat(client.state()).isEqualTo(DhcpState.RENEWING);
        simulation.run(300 * SECOND);
        assertThat(client.state()).isEqualTo(DhcpState.REBINDING);
        assertThat(simulation.host().configuration()).isNotNull();
        simulation.run(101 * SECOND);
        assertThat(client.state()).isEqualTo(DhcpState.SELECTING);
        assertThat(simulation.host().configuration()).isNull();
        silent = false;
        simulation.run(70 * SECOND);
        assertThat(client.state()).isEqualTo(DhcpState.BOUND);
    }

    @Test
    void aRefusedRequestStartsOver() {
        refuses = true;
        client.start();
        simulation.run(10 * SECOND);
        assertThat(simulation.host().configuration()).isNull();
        refuses = false;
        simulation.run(10 * SECOND);
        assertThat(client.state()).isEqualTo(DhcpState.BOUND);
    }

    @Test
    void aRefusedRenewalTakesTheAddressAway() {
        bind();
        refuses = true;
        simulation.run(502 * SECOND);
        assertThat(simulation.host().configuration()).isNull();
        refuses = false;
        address = IpAddress.of(10, 0, 0, 51);
        simulation.run(70 * SECOND);
        assertThat(Objects.requireNonNull(simulation.host().configuration()).address())
                .isEqualTo(address);
    }

    @Test
    void anEndlessLeaseNeedsNoTimer() {
        leaseSeconds = -1;
        bind();
        simulation.run(1_000_000 * SECOND);
        assertThat(heard).isEmpty();
        assertThat(client.state()).isEqualTo(DhcpState.BOUND);
        simulation.checkIdle();
    }

    @Test
    void aStoppedClientCanBeStartedAgain() {
        bind();
        client.stop();
        client.start();
        simulation.run(SECOND);
        assertThat(client.state()).isEqualTo(DhcpState.BOUND);
        simulation.run(5 * SECOND);
        assertThat(simulation.host().configuration()).isNotNull();
    }

    @Test
    void stoppingReleasesTheLease() {
        bind();
        client.stop();
        assertThat(client.state()).isEqualTo(DhcpState.STOPPED);
        simulation.run(2 * SECOND);
        assertThat(heard).extracting(Heard::type).containsExactly(DhcpMessage.RELEASE);
        assertThat(heard.get(0).clientAddress()).isEqualTo(OFFERED);
        assertThat(simulation.host().configuration()).isNull();
        simulation.checkIdle();
    }
}
