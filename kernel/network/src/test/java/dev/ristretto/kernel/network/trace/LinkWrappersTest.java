package dev.ristretto.kernel.network.trace;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.ip.Ipv4Format;
import dev.ristretto.kernel.network.link.Ethernet;
import dev.ristretto.kernel.network.link.Frame;
import dev.ristretto.kernel.network.link.LoopbackLink;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Wrappers see all that passes and change nothing. */
class LinkWrappersTest {
    private final LoopbackLink inside = new LoopbackLink(1 << 20);
    private final NetworkCounters counters = new NetworkCounters();

    private static Frame arp(CountingLink link) {
        Frame frame = Objects.requireNonNull(link.allocate(60));
        Ethernet.write(frame.buffer(), frame.start(), Ethernet.BROADCAST, 1, Ethernet.TYPE_ARP);
        return frame;
    }

    private static Frame packet(CountingLink link, int protocol) {
        Frame frame = Objects.requireNonNull(link.allocate(100));
        Ethernet.write(frame.buffer(), frame.start(), 2, 1, Ethernet.TYPE_IPV4);
        int own = IpAddress.LOOPBACK.v4();
        Ipv4Format.write(frame.buffer(), frame.start() + Ethernet.HEADER, 86, 1, 0, 64, protocol, own, own);
        return frame;
    }

    @Test
    void framesAndTheirBytesAreCountedByProtocolAndDirection() {
        CountingLink link = new CountingLink(inside, counters);
        link.transmit(arp(link));
        for (int protocol : new int[] {Ipv4Format.TCP, Ipv4Format.TCP, Ipv4Format.UDP, Ipv4Format.ICMP, 200}) {
            link.transmit(packet(link, protocol));
        }
        assertThat(counted())
                .isEqualTo(Map.ofEntries(
                        entry(NetworkCounter.ARP_SENT_FRAMES, 1L),
                        entry(NetworkCounter.ARP_SENT_BYTES, 60L),
                        entry(NetworkCounter.TCP_SENT_FRAMES, 2L),
                        entry(NetworkCounter.TCP_SENT_BYTES, 200L),
                        entry(NetworkCounter.UDP_SENT_FRAMES, 1L),
                        entry(NetworkCounter.UDP_SENT_BYTES, 100L),
                        entry(NetworkCounter.ICMP_SENT_FRAMES, 1L),
                        entry(NetworkCounter.ICMP_SENT_BYTES, 100L),
                        entry(NetworkCounter.OTHER_IPV4_SENT_FRAMES, 1L),
                        entry(NetworkCounter.OTHER_IPV4_SENT_BYTES, 100L)));
        Map<NetworkCounter, Long> both = counted();
        counted().forEach((counter, count) -> both.put(received(counter), count));
        Frame frame;
        while ((frame = inside.poll()) != null) {
            link.received(frame);
            frame.release();
        }
        assertThat(counted()).isEqualTo(both);
        assertThat(inside.outstanding()).isZero();
    }

    @Test
    void aFrameTooShortForItsHeadersIsOfNoProtocol() {
        CountingLink link = new CountingLink(inside, counters);
        Frame frame = packet(link, Ipv4Format.TCP);
        frame.truncate(20);
        link.transmit(frame);
        Frame tiny = packet(link, Ipv4Format.TCP);
        tiny.truncate(5);
        link.transmit(tiny);
        assertThat(counted())
                .isEqualTo(Map.of(NetworkCounter.OTHER_SENT_FRAMES, 2L, NetworkCounter.OTHER_SENT_BYTES, 25L));
    }

    @Test
    void refusedFramesAreCounted() {
        CountingLink link = new CountingLink(inside, counters);
        assertThat(link.allocate(1 << 20)).isNull();
        assertThat(counted()).isEqualTo(Map.of(NetworkCounter.TRANSMIT_EXHAUSTED, 1L));
    }

    /** All that is not 0. */
    private Map<NetworkCounter, Long> counted() {
        Map<NetworkCounter, Long> counted = new EnumMap<>(NetworkCounter.class);
        for (NetworkCounter counter : NetworkCounter.values()) {
            if (counters.get(counter) != 0) {
                counted.put(counter, counters.get(counter));
            }
        }
        return counted;
    }

    private static NetworkCounter received(NetworkCounter sent) {
        return NetworkCounter.valueOf(sent.name().replace("SENT", "RECEIVED"));
    }

    @Test
    void aTraceHasEachFrameWithItsTimeAndDirection() {
        List<String> seen = new ArrayList<>();
        long[] now = {100};
        TracingLink link = new TracingLink(
                inside,
                () -> now[0],
                (frame, direction, nanos) -> seen.add(direction + " " + frame.length() + " " + nanos));
        Frame frame = Objects.requireNonNull(link.allocate(64));
        link.transmit(frame);
        now[0] = 200;
        Frame back = Objects.requireNonNull(inside.poll());
        link.received(back);
        back.release();
        assertThat(back).isSameAs(frame);
        assertThat(seen).containsExactly("SENT 64 100", "RECEIVED 64 200");
        assertThat(link.mtu()).isEqualTo(inside.mtu());
        assertThat(link.macAddress()).isEqualTo(inside.macAddress());
        assertThat(link.features()).isEqualTo(inside.features());
    }
}
