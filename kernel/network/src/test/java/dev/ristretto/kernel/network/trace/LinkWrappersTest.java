package dev.ristretto.kernel.network.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.ip.Ipv4Format;
import dev.ristretto.kernel.network.link.Ethernet;
import dev.ristretto.kernel.network.link.Frame;
import dev.ristretto.kernel.network.link.LoopbackLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Wrappers see all that passes and change nothing. */
class LinkWrappersTest {
    private final LoopbackLink inside = new LoopbackLink(1 << 20);

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
    void framesAreCountedByProtocolAndDirection() {
        CountingLink link = new CountingLink(inside);
        link.transmit(arp(link));
        for (int protocol : new int[] {Ipv4Format.TCP, Ipv4Format.TCP, Ipv4Format.UDP, Ipv4Format.ICMP, 200}) {
            link.transmit(packet(link, protocol));
        }
        FrameCounters sent = link.sent();
        assertThat(sent.frames()).isEqualTo(6);
        assertThat(sent.bytes()).isEqualTo(560);
        assertThat(sent.arp()).isEqualTo(1);
        assertThat(sent.ipv4()).isEqualTo(5);
        assertThat(sent.tcp()).isEqualTo(2);
        assertThat(sent.udp()).isEqualTo(1);
        assertThat(sent.icmp()).isEqualTo(1);
        assertThat(sent.other()).isZero();
        Frame frame;
        while ((frame = inside.poll()) != null) {
            link.received(frame);
            frame.release();
        }
        assertThat(link.received().frames()).isEqualTo(6);
        assertThat(link.received().tcp()).isEqualTo(2);
        assertThat(inside.outstanding()).isZero();
    }

    @Test
    void aFrameTooShortForItsHeadersIsOfNoProtocol() {
        CountingLink link = new CountingLink(inside);
        Frame frame = packet(link, Ipv4Format.TCP);
        frame.truncate(20);
        link.transmit(frame);
        Frame tiny = packet(link, Ipv4Format.TCP);
        tiny.truncate(5);
        link.transmit(tiny);
        assertThat(link.sent().other()).isEqualTo(2);
        assertThat(link.sent().ipv4()).isZero();
    }

    @Test
    void refusedFramesAreCounted() {
        CountingLink link = new CountingLink(inside);
        assertThat(link.allocate(1 << 20)).isNull();
        assertThat(link.exhaustions()).isEqualTo(1);
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
