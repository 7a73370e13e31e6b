package dev.ristretto.kernel.network.stack;

import static dev.ristretto.abi.NetworkCounter.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.abi.NetworkCounter.Kind;
import dev.ristretto.kernel.network.ip.ArpFormat;
import dev.ristretto.kernel.network.ip.Checksum;
import dev.ristretto.kernel.network.ip.InterfaceConfiguration;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.ip.Ipv4Format;
import dev.ristretto.kernel.network.link.Ethernet;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.socket.NetworkOption;
import dev.ristretto.kernel.network.tcp.TcpSocket;
import dev.ristretto.kernel.network.udp.UdpSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each reason to drop something, and each event, is counted once where it happens, and nothing else is. */
class DropCountersTest extends CountedStack {
    @ParameterizedTest
    @MethodSource("dropsAndEvents")
    void eachIsCountedOnce(NetworkCounter counter) throws NetworkException {
        Map<NetworkCounter, Long> expected = new EnumMap<>(NetworkCounter.class);
        provoke(counter).forEach(other -> expected.merge(other, 1L, Long::sum));
        expected.put(counter, 1L);
        assertThat(counted()).isEqualTo(expected);
    }

    /** Makes it happen; returns what else is counted by then. */
    private List<NetworkCounter> provoke(NetworkCounter counter) throws NetworkException {
        return switch (counter.name().substring(0, counter.name().indexOf('_'))) {
            case "ETHERNET" -> provokeEthernet(counter);
            case "ARP" -> provokeArp(counter);
            case "IPV4" -> provokeIpv4(counter);
            case "ICMP" -> provokeIcmp(counter);
            case "IGMP" -> provokeIgmp(counter);
            case "UDP" -> provokeUdp(counter);
            default -> counter.kind() == Kind.DROPS ? provokeTcp(counter) : provokeEvent(counter);
        };
    }

    private List<NetworkCounter> provokeEthernet(NetworkCounter counter) {
        byte[] frame = udp(RawPeer.ADDRESS, RawPeer.STACK, 9);
        switch (counter) {
            case ETHERNET_MALFORMED -> frame = new byte[Ethernet.HEADER - 1];
            case ETHERNET_NOT_FOR_US -> frame[Ethernet.DESTINATION + 5]++;
            case ETHERNET_UNSUPPORTED -> ByteBuffer.wrap(frame).putShort(Ethernet.TYPE, (short) 0x86dd);
            default -> throw unknown(counter);
        }
        inject(frame);
        return List.of();
    }

    private List<NetworkCounter> provokeArp(NetworkCounter counter) throws NetworkException {
        switch (counter) {
            case ARP_MALFORMED -> inject(Arrays.copyOf(arp(ArpFormat.REQUEST, RawPeer.ADDRESS, RawPeer.STACK), 41));
            case ARP_INVALID_SOURCE -> request(ArpFormat.REPLY, RawPeer.STACK, RawPeer.STACK);
            case ARP_NOT_FOR_US -> {
                peer.stack.configure(null);
                request(ArpFormat.REQUEST, RawPeer.ADDRESS, RawPeer.STACK);
            }
            case ARP_SENT_BUFFER_FULL -> {
                link.transmitLimit = 0;
                request(ArpFormat.REQUEST, RawPeer.ADDRESS, RawPeer.STACK);
                return List.of(TRANSMIT_EXHAUSTED);
            }
            case ARP_SENT_QUEUE_FULL -> send(17, World.address(20));
            case ARP_SENT_UNREACHABLE -> {
                send(1, World.address(20));
                peer.world.run(10 * World.SECOND);
            }
            default -> throw unknown(counter);
        }
        return List.of();
    }

    private List<NetworkCounter> provokeIpv4(NetworkCounter counter) {
        byte[] frame = udp(RawPeer.ADDRESS, RawPeer.STACK, 9);
        switch (counter) {
            case IPV4_MALFORMED -> frame[14] = 0x65;
            case IPV4_CHECKSUM -> frame[14 + Ipv4Format.CHECKSUM]++;
            case IPV4_INVALID_SOURCE -> frame = udp(IpAddress.LOOPBACK, RawPeer.STACK, 9);
            case IPV4_NOT_FOR_US -> frame = udp(RawPeer.ADDRESS, World.address(3), 9);
            case IPV4_SOURCE_ROUTE -> frame = withOption(frame, Ipv4Format.OPTION_LOOSE_ROUTE);
            case IPV4_UNSUPPORTED -> frame = packet(200, new byte[20]);
            case IPV4_FRAGMENT_INVALID -> frame = fragment(0x1fff, 1, 1480);
            case IPV4_FRAGMENT_TIMEOUT -> {
                inject(fragment(Ipv4Format.MORE_FRAGMENTS, 1, 8));
                peer.world.run(31 * World.SECOND);
                return List.of();
            }
            case IPV4_FRAGMENT_MEMORY -> {
                inject(fragment(Ipv4Format.MORE_FRAGMENTS, 1, 1480));
                frame = fragment(Ipv4Format.MORE_FRAGMENTS, 2, 1480);
            }
            case IPV4_SENT_NO_ROUTE -> {
                peer.stack.ping(ELSEWHERE, 0, World.SECOND, nanos -> {});
                return List.of();
            }
            default -> throw unknown(counter);
        }
        inject(frame);
        return List.of();
    }

    private List<NetworkCounter> provokeIcmp(NetworkCounter counter) {
        byte[] echo = icmp(8, 16);
        switch (counter) {
            case ICMP_MALFORMED -> inject(packet(Ipv4Format.ICMP, new byte[7]));
            case ICMP_CHECKSUM -> {
                echo[10]++;
                inject(packet(Ipv4Format.ICMP, echo));
            }
            case ICMP_NOT_FOR_US -> inject(packet(Ipv4Format.ICMP, unreachable(ELSEWHERE, 28)));
            case ICMP_GROUP -> inject(RawPeer.packet(Ipv4Format.ICMP, RawPeer.ADDRESS, BROADCAST, 0, 1, echo));
            case ICMP_UNSUPPORTED -> inject(packet(Ipv4Format.ICMP, icmp(13, 20)));
            case ICMP_SENT_BUFFER_FULL -> {
                link.transmitLimit = 0;
                inject(packet(Ipv4Format.ICMP, echo));
                return List.of(TRANSMIT_EXHAUSTED);
            }
            case ICMP_SENT_RATE_LIMIT -> {
                // Fifty may be sent at once; a protocol that is not there is reported each time.
                NetworkCounter[] reported = new NetworkCounter[51];
                for (int i = 0; i < reported.length; i++) {
                    inject(packet(200, new byte[20]));
                    reported[i] = IPV4_UNSUPPORTED;
                }
                return List.of(reported);
            }
            default -> throw unknown(counter);
        }
        return List.of();
    }

    private List<NetworkCounter> provokeIgmp(NetworkCounter counter) throws NetworkException {
        ByteBuffer message = ByteBuffer.allocate(8).put(0, (byte) 0x16).putInt(4, GROUP.v4());
        message.putShort(2, Checksum.finish(Checksum.sum(message, 0, 8)));
        byte[] bytes = message.array();
        switch (counter) {
            case IGMP_MALFORMED -> bytes = Arrays.copyOf(bytes, 7);
            case IGMP_CHECKSUM -> bytes[7]++;
            case IGMP_UNSUPPORTED -> {}
            case IGMP_SENT_BUFFER_FULL -> {
                link.transmitLimit = 0;
                peer.stack.newUdpSocket().joinGroup(GROUP);
                return List.of(TRANSMIT_EXHAUSTED);
            }
            default -> throw unknown(counter);
        }
        inject(RawPeer.packet(Ipv4Format.IGMP, RawPeer.ADDRESS, IpAddress.of(224, 0, 0, 1), 0, 1, bytes));
        return List.of();
    }

    private List<NetworkCounter> provokeUdp(NetworkCounter counter) throws NetworkException {
        byte[] frame = udp(RawPeer.ADDRESS, RawPeer.STACK, 9);
        switch (counter) {
            case UDP_MALFORMED -> frame[39] = 7;
            case UDP_CHECKSUM -> frame[41] = 1;
            case UDP_NO_PORT -> {}
            case UDP_BUFFER_FULL -> {
                UdpSocket socket = bound(53);
                socket.setOption(NetworkOption.RECEIVE_BUFFER, 2048);
                byte[] datagram = datagram(53, 1400);
                inject(packet(Ipv4Format.UDP, datagram));
                frame = packet(Ipv4Format.UDP, datagram);
            }
            case UDP_SENT_BUFFER_FULL -> {
                UdpSocket socket = bound(53);
                socket.joinGroup(GROUP);
                // Copies for this machine itself wait for the lock to be given up; eight times eight have room.
                peer.stack.execute(() -> send(socket, 65, GROUP));
                return List.of();
            }
            default -> throw unknown(counter);
        }
        inject(frame);
        return List.of();
    }

    private List<NetworkCounter> provokeTcp(NetworkCounter counter) throws NetworkException {
        peer.stackPort = 80;
        byte[] syn = syn(7777);
        switch (counter) {
            case TCP_MALFORMED -> syn[46] = 0x40;
            case TCP_CHECKSUM -> syn[50]++;
            case TCP_GROUP ->
                syn = RawPeer.packet(6, RawPeer.ADDRESS, BROADCAST, 0, 1, Arrays.copyOfRange(syn, 34, syn.length));
            case TCP_NO_PORT -> {
                inject(syn);
                return List.of(TCP_OUT_RSTS);
            }
            case TCP_NO_CONNECTION -> {
                peer.send(RawPeer.ACK, 1, 1);
                return List.of(TCP_OUT_RSTS);
            }
            case TCP_ACCEPT_QUEUE_FULL -> {
                listen(1);
                connectToSelf();
            }
            case TCP_CONNECTION_LIMIT -> {
                listen(10);
                connectToSelf();
                connectToSelf();
            }
            case TCP_BUFFER_FULL -> {
                TcpSocket socket = peer.connect(listen(1));
                assertThat(counted()).isEqualTo(Map.of(TCP_PASSIVE_OPENS, 1L));
                for (int hole = 1; hole <= 33; hole++) {
                    peer.send(RawPeer.ACK, 1 + 2 * hole, 1, 1);
                }
                assertThat(socket.available()).isZero();
                return List.of();
            }
            case TCP_SENT_BUFFER_FULL -> {
                link.transmitLimit = 0;
                inject(syn);
                return List.of(TCP_NO_PORT, TRANSMIT_EXHAUSTED);
            }
            default -> throw unknown(counter);
        }
        inject(syn);
        return List.of();
    }

    private List<NetworkCounter> provokeEvent(NetworkCounter counter) throws NetworkException {
        switch (counter) {
            case TRANSMIT_EXHAUSTED -> {
                link.transmitLimit = 0;
                assertThat(bound(53).send(ByteBuffer.allocate(1), RawPeer.ADDRESS, 9))
                        .isEqualTo(-1);
            }
            case TCP_ACTIVE_OPENS -> connect();
            case TCP_PASSIVE_OPENS -> {
                peer.stackPort = listen(1).local().port();
                inject(syn(7777));
            }
            case TCP_ATTEMPT_FAILS -> {
                connect();
                peer.send(RawPeer.RST | RawPeer.ACK, 0, 1);
                return List.of(TCP_ACTIVE_OPENS);
            }
            case TCP_ESTAB_RESETS -> {
                peer.accept();
                peer.send(RawPeer.RST, 1, 1);
                return List.of(TCP_ACTIVE_OPENS);
            }
            case TCP_RETRANS_SEGS -> {
                peer.accept().write(RawPeer.bytes(100));
                peer.world.run(300 * World.MILLI);
                return List.of(TCP_ACTIVE_OPENS);
            }
            case TCP_OUT_RSTS -> {
                peer.accept().abort();
                return List.of(TCP_ACTIVE_OPENS, TCP_ESTAB_RESETS);
            }
            case TCP_SYN_COOKIES_SENT -> {
                peer.stackPort = listen(1).local().port();
                inject(syn(7777));
                inject(syn(7778));
                inject(syn(7779));
                return List.of(TCP_PASSIVE_OPENS, TCP_PASSIVE_OPENS);
            }
            default -> throw unknown(counter);
        }
        return List.of();
    }

    @Test
    void whatBelongsToTheCourseOfAConnectionIsNoDrop() throws NetworkException {
        TcpSocket listener = listen(1);
        TcpSocket socket = peer.connect(listener);
        peer.send(RawPeer.ACK, 1, 1, 100);
        peer.send(RawPeer.ACK, 1, 1, 100);
        peer.send(RawPeer.ACK, 0, 1);
        peer.send(RawPeer.ACK, 100_000, 1, 10);
        assertThat(socket.read(RawPeer.bytes(100))).isEqualTo(100);
        peer.send(RawPeer.FIN | RawPeer.ACK, 101, 1);
        socket.close();
        peer.send(RawPeer.ACK, 102, 2);
        listener.close();
        assertThat(counted()).isEqualTo(Map.of(TCP_PASSIVE_OPENS, 1L));
        peer.finish();
    }

    @Test
    void datagramsToAGroupAreCountedIfNobodyWantsThem() throws NetworkException {
        inject(udp(RawPeer.ADDRESS, BROADCAST, 53));
        assertThat(counted()).isEqualTo(Map.of(UDP_NO_PORT, 1L));
        bound(53);
        inject(udp(RawPeer.ADDRESS, BROADCAST, 53));
        assertThat(counted()).isEmpty();
    }

    @Test
    void contradictingFragmentsAreOneDrop() {
        inject(fragment(Ipv4Format.MORE_FRAGMENTS, 1, 16));
        byte[] other = fragment(Ipv4Format.MORE_FRAGMENTS | 1, 1, 8);
        other[40]++;
        inject(other);
        assertThat(counted()).isEqualTo(Map.of(IPV4_FRAGMENT_INVALID, 1L));
    }

    @Test
    void aHandshakeThatCannotBeCompletedForNowIsADrop() throws NetworkException {
        listen(1);
        peer.stackPort = 80;
        inject(syn(RawPeer.PORT));
        peer.expect(RawPeer.SYN | RawPeer.ACK, 0, 1, 0);
        assertThat(counted()).isEqualTo(Map.of(TCP_PASSIVE_OPENS, 1L));
        connectToSelf();
        peer.send(RawPeer.ACK, 1, 1);
        assertThat(counted()).isEqualTo(Map.of(TCP_ACCEPT_QUEUE_FULL, 1L));
    }

    @Test
    void packetsThatWaitForANeighborAreCountedOnceHoweverTheyGo() throws NetworkException {
        send(3, World.address(20));
        peer.stack.configure(new InterfaceConfiguration(World.address(33), 24, null));
        assertThat(counted()).isEqualTo(Map.of(ARP_SENT_UNREACHABLE, 3L));
        // 32 may wait in all.
        for (int station = 40; station < 75; station++) {
            send(1, World.address(station));
        }
        assertThat(counted()).isEqualTo(Map.of(ARP_SENT_QUEUE_FULL, 3L));
        peer.world.run(10 * World.SECOND);
        assertThat(counted()).isEqualTo(Map.of(ARP_SENT_UNREACHABLE, 32L));
    }

    @Test
    void anOwnFragmentThatFindsNobodyIsNoMessageThatCame() throws NetworkException {
        // The second fragment carries four bytes, too few to tell whose it is.
        bound(53).send(ByteBuffer.allocate(1480 - 8 + 4), World.address(20), 9);
        peer.world.run(10 * World.SECOND);
        assertThat(counted()).isEqualTo(Map.of(ARP_SENT_UNREACHABLE, 2L));
    }

    @Test
    void aSynThatIsSentAgainIsARetransmission() throws NetworkException {
        connect();
        peer.world.run(3500 * World.MILLI);
        assertThat(counted()).isEqualTo(Map.of(TCP_ACTIVE_OPENS, 1L, TCP_RETRANS_SEGS, 2L));
    }

    @Test
    void probesOfAClosedWindowAreNoRetransmissions() throws NetworkException {
        TcpSocket socket = peer.accept();
        peer.window = 0;
        peer.send(RawPeer.ACK, 1, 1);
        socket.write(RawPeer.bytes(500));
        peer.expect(RawPeer.ACK, 1, 1, 1);
        peer.expect(RawPeer.ACK, 1, 1, 1);
        assertThat(counted()).isEqualTo(Map.of(TCP_ACTIVE_OPENS, 1L));
    }

    @Test
    void aResetForWhichThereIsNoRoomComesLater() throws NetworkException {
        TcpSocket socket = peer.accept();
        counted();
        link.transmitLimit = 0;
        socket.abort();
        assertThat(counted()).isEqualTo(Map.of(TCP_ESTAB_RESETS, 1L, TRANSMIT_EXHAUSTED, 1L));
        link.transmitLimit = 1;
        peer.stack.transmitSpaceAvailable();
        assertThat(peer.expect().has(RawPeer.RST)).isTrue();
        assertThat(counted()).isEqualTo(Map.of(TCP_OUT_RSTS, 1L));
    }

    private static AssertionError unknown(NetworkCounter counter) {
        return new AssertionError("the test knows no way to have " + counter + " counted");
    }
}
