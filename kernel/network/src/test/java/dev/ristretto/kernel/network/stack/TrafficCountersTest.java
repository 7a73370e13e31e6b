package dev.ristretto.kernel.network.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.abi.Direction;
import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.abi.NetworkCounter.Kind;
import dev.ristretto.abi.NetworkCounterBlock;
import dev.ristretto.kernel.network.link.Ethernet;
import dev.ristretto.kernel.network.link.LinkFeatures;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import dev.ristretto.kernel.network.udp.UdpSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What stacks count of their traffic is what passes the wire. */
class TrafficCountersTest {
    private static final int ALL = NetworkCounter.values().length;

    /** Frames and bytes on the wire by what a frame begins with. */
    private final Map<String, long[]> carried = new TreeMap<>();

    private void tap(byte[] frame) {
        ByteBuffer buffer = ByteBuffer.wrap(frame);
        String protocol = buffer.getShort(Ethernet.TYPE) == (short) Ethernet.TYPE_ARP ? "arp" : "ip " + frame[23];
        long[] sums = carried.computeIfAbsent(protocol, unused -> new long[2]);
        sums[0]++;
        sums[1] += frame.length;
    }

    @Test
    void eachProtocolIsCountedAtBothEnds() throws NetworkException {
        Pair pair = new Pair(4, LinkFeatures.NONE, StackOptions.defaults());
        // The announcements of the hosts' addresses are on their way already.
        pair.wire.tap = this::tap;
        pair.connect();
        Transfer transfer = new Transfer(pair.world, pair.client, pair.server, 200_000, 1);
        assertThat(pair.world.runUntil(transfer::isDone, 100 * World.SECOND)).isTrue();
        pair.clientHost.ping(World.address(2), 0, World.SECOND, nanos -> {});
        UdpSocket socket = pair.clientHost.newUdpSocket();
        socket.bind(World.address(1), 53);
        socket.send(ByteBuffer.allocate(100), World.address(2), 53);
        pair.world.run(World.SECOND);
        NetworkCounters client = pair.clientHost.counters();
        NetworkCounters server = pair.serverHost.counters();
        for (String protocol : new String[] {"arp", "ip 1", "ip 6", "ip 17"}) {
            String name = switch (protocol) {
                case "ip 1" -> "ICMP";
                case "ip 6" -> "TCP";
                case "ip 17" -> "UDP";
                default -> "ARP";
            };
            long[] sums = carried.get(protocol);
            assertThat(sums).as(protocol).isNotNull();
            for (NetworkCounters[] way : new NetworkCounters[][] {{client, server}, {server, client}}) {
                for (String unit : new String[] {"FRAMES", "BYTES"}) {
                    assertThat(way[0].get(NetworkCounter.valueOf(name + "_SENT_" + unit)))
                            .as("%s of %s", unit, name)
                            .isEqualTo(way[1].get(NetworkCounter.valueOf(name + "_RECEIVED_" + unit)));
                }
            }
            assertThat(new long[] {sum(client, server, name, Kind.FRAMES), sum(client, server, name, Kind.BYTES)})
                    .as(name)
                    .isEqualTo(sums);
        }
        assertThat(carried).hasSize(4);
        assertThat(client.get(NetworkCounter.TCP_ACTIVE_OPENS)).isEqualTo(1);
        assertThat(server.get(NetworkCounter.TCP_PASSIVE_OPENS)).isEqualTo(1);
        assertThat(server.get(NetworkCounter.UDP_NO_PORT)).isEqualTo(1);
        assertThat(client.get(NetworkCounter.TCP_RETRANS_SEGS)).isZero();
        socket.close();
        pair.finish();
    }

    private static long sum(NetworkCounters one, NetworkCounters other, String protocol, Kind kind) {
        return Arrays.stream(NetworkCounter.values())
                .filter(counter -> counter.kind() == kind && counter.direction() == Direction.SENT)
                .filter(counter -> counter.name().startsWith(protocol + "_"))
                .mapToLong(counter -> one.get(counter) + other.get(counter))
                .sum();
    }

    @Test
    void aSegmentThatTheCardCutsAgainCountsForEachOfItsParts() throws NetworkException {
        Pair pair = new Pair(3, new LinkFeatures(true, 65536), StackOptions.defaults()).connect();
        // Ten segments with timestamps, as many as may go out at once; all are lost.
        int segments = 10;
        int bytes = segments * 1448;
        int before = pair.world.link(pair.clientHost).transmitted;
        pair.wire.filter = frame -> frame.length < 1000;
        assertThat(pair.client.write(ByteBuffer.allocate(bytes))).isEqualTo(bytes);
        pair.world.run(50 * World.MILLI);
        assertThat(pair.world.link(pair.clientHost).transmitted)
                .as("one frame for all")
                .isEqualTo(before + 1);
        pair.wire.filter = frame -> true;
        assertThat(pair.world.runUntil(() -> pair.server.available() == bytes, 10 * World.SECOND))
                .isTrue();
        assertThat(pair.world.link(pair.clientHost).transmitted)
                .as("fewer frames than segments")
                .isLessThan(before + 1 + segments);
        assertThat(pair.clientHost.counters().get(NetworkCounter.TCP_RETRANS_SEGS))
                .isEqualTo(segments);
        pair.finish();
    }

    @Test
    void theBlockIsThatOfTheInterface() {
        ByteBuffer memory = ByteBuffer.allocateDirect(NetworkCounterBlock.SIZE);
        NetworkCounters counters = new NetworkCounters(memory);
        counters.count(NetworkCounter.ARP_RECEIVED_FRAMES);
        counters.add(NetworkCounter.ARP_RECEIVED_BYTES, 60);
        counters.add(NetworkCounter.TCP_SYN_COOKIES_SENT, 3);
        memory.order(ByteOrder.LITTLE_ENDIAN);
        assertThat(memory.getLong(0)).isEqualTo(NetworkCounterBlock.MAGIC);
        assertThat(memory.getLong(NetworkCounterBlock.COUNT)).isEqualTo(ALL);
        assertThat(memory.getLong(NetworkCounterBlock.COUNTERS)).isEqualTo(1);
        assertThat(memory.getLong(NetworkCounterBlock.COUNTERS + 8)).isEqualTo(60);
        assertThat(memory.getLong(NetworkCounterBlock.offset(NetworkCounter.TCP_SYN_COOKIES_SENT)))
                .isEqualTo(3);
    }
}
