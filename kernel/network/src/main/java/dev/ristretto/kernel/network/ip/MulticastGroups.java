package dev.ristretto.kernel.network.ip;

import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.kernel.network.link.Ethernet;
import dev.ristretto.kernel.network.link.Frame;
import dev.ristretto.kernel.network.link.NetworkInterface;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import dev.ristretto.kernel.network.time.Timer;
import dev.ristretto.kernel.network.time.TimerQueue;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The multicast groups that sockets have joined (RFC 1112), and what routers are told of them (IGMP version 2, RFC
 * 2236).
 */
public final class MulticastGroups implements IpProtocol {
    private static final IpAddress ALL_SYSTEMS = IpAddress.of(224, 0, 0, 1);
    private static final IpAddress ALL_ROUTERS = IpAddress.of(224, 0, 0, 2);
    private static final int LIMIT = 64;
    private static final int MESSAGE = 8;
    private static final int QUERY = 0x11;
    private static final int REPORT = 0x16;
    private static final int LEAVE = 0x17;
    /** The router alert option (RFC 2113): routers look at the packet though it is not for them. */
    private static final int ROUTER_ALERT = 0x9404_0000;

    private static final long SECOND = 1_000_000_000L;

    private final RouteTable routes;
    private final TimerQueue timers;
    private final RandomGenerator random;
    private final @Nullable NetworkInterface ethernet;
    private final NetworkCounters counters;
    private final Map<IpAddress, Membership> memberships = new HashMap<>(4);

    private final class Membership {
        final IpAddress group;
        int sockets;
        int unsolicited;
        final Timer report = timers.newTimer(this::report);

        Membership(IpAddress group) {
            this.group = group;
        }

        private void report() {
            send(REPORT, group, group);
            if (unsolicited > 0) {
                unsolicited--;
                report.schedule(timers.nanoTime() + random.nextLong(10 * SECOND));
            }
        }
    }

    MulticastGroups(
            RouteTable routes,
            TimerQueue timers,
            RandomGenerator random,
            @Nullable NetworkInterface ethernet,
            NetworkCounters counters) {
        this.routes = routes;
        this.timers = timers;
        this.random = random;
        this.ethernet = ethernet;
        this.counters = counters;
    }

    /** Whether packets to the group are for this machine. */
    public boolean isMember(IpAddress group) {
        return group.equals(ALL_SYSTEMS) || memberships.containsKey(group);
    }

    /** One more socket is a member; false if there are too many groups. */
    public boolean join(IpAddress group) {
        Membership membership = memberships.get(group);
        if (membership == null) {
            if (memberships.size() == LIMIT) {
                return false;
            }
            membership = new Membership(group);
            memberships.put(group, membership);
            if (!group.equals(ALL_SYSTEMS)) {
                membership.unsolicited = 1;
                membership.report();
            }
        }
        membership.sockets++;
        return true;
    }

    /** One socket less. */
    public void leave(IpAddress group) {
        Membership membership = memberships.get(group);
        if (membership != null && --membership.sockets == 0) {
            memberships.remove(group);
            membership.report.cancel();
            if (!group.equals(ALL_SYSTEMS)) {
                send(LEAVE, ALL_ROUTERS, group);
            }
        }
    }

    @Override
    public int number() {
        return Ipv4Format.IGMP;
    }

    /** Takes in an IGMP message: a query is answered after a random delay (RFC 2236 section 3). */
    @Override
    public void receive(Ipv4Packet packet) {
        ByteBuffer buffer = packet.buffer;
        int index = packet.payload;
        if (packet.length < MESSAGE) {
            counters.count(NetworkCounter.IGMP_MALFORMED);
            return;
        }
        if (!Checksum.isValid(Checksum.sum(buffer, index, packet.length))) {
            counters.count(NetworkCounter.IGMP_CHECKSUM);
            return;
        }
        if (buffer.get(index) != QUERY) {
            counters.count(NetworkCounter.IGMP_UNSUPPORTED);
            return;
        }
        int tenths = buffer.get(index + 1) & 0xff;
        int asked = buffer.getInt(index + 4);
        long limit = (tenths == 0 ? 100 : tenths) * (SECOND / 10);
        for (Membership membership : memberships.values()) {
            if ((asked == 0 || asked == membership.group.v4()) && !membership.group.equals(ALL_SYSTEMS)) {
                long deadline = timers.nanoTime() + random.nextLong(limit);
                if (!membership.report.isScheduled() || membership.report.deadline() - deadline > 0) {
                    membership.report.schedule(deadline);
                }
            }
        }
    }

    private void send(int type, IpAddress destination, IpAddress group) {
        InterfaceConfiguration configuration = routes.configuration();
        if (ethernet == null || configuration == null) {
            return;
        }
        int headerLength = Ipv4Format.HEADER + 4;
        Frame frame = ethernet.allocate(headerLength + MESSAGE);
        if (frame == null) {
            counters.count(NetworkCounter.IGMP_SENT_BUFFER_FULL);
            return;
        }
        ByteBuffer buffer = frame.buffer();
        Ethernet.write(buffer, frame.start(), Ethernet.ofGroup(destination.v4()), ethernet.mac(), Ethernet.TYPE_IPV4);
        int header = frame.start() + Ethernet.HEADER;
        int total = headerLength + MESSAGE;
        int own = configuration.address().v4();
        Ipv4Format.write(buffer, header, total, 0, 0, 1, Ipv4Format.IGMP, own, destination.v4());
        buffer.put(header, (byte) 0x46);
        buffer.putInt(header + Ipv4Format.HEADER, ROUTER_ALERT);
        buffer.putShort(header + Ipv4Format.CHECKSUM, (short) 0);
        short headerChecksum = Checksum.finish(Checksum.sum(buffer, header, headerLength));
        buffer.putShort(header + Ipv4Format.CHECKSUM, headerChecksum);
        int message = header + headerLength;
        buffer.putInt(message, type << 24);
        buffer.putInt(message + 4, group.v4());
        buffer.putShort(message + 2, Checksum.finish(Checksum.sum(buffer, message, MESSAGE)));
        ethernet.transmit(frame);
    }
}
