package dev.ristretto.kernel.network.ip;

import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.kernel.network.link.Ethernet;
import dev.ristretto.kernel.network.link.Frame;
import dev.ristretto.kernel.network.link.FrameQueue;
import dev.ristretto.kernel.network.link.NetworkInterface;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import dev.ristretto.kernel.network.time.Timer;
import dev.ristretto.kernel.network.time.TimerQueue;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ethernet addresses of the link's stations (RFC 826; RFC 1122 section 2.3.2: entries expire, requests are limited in
 * rate, packets wait for the answer). An entry older than a minute stays in use while its station is asked again.
 */
final class Arp {
    private static final int ENTRIES = 256;
    private static final int WAITING_PER_NEIGHBOR = 16;
    /** They take the link's transmit memory, which others need. */
    private static final int WAITING = 32;

    private static final int REQUESTS = 3;
    private static final long REQUEST_INTERVAL = 1_000_000_000L;

    /** How often a proxy is asked how far it has read: it may have had no room for its answer. */
    private static final long PROXY_INTERVAL = 100_000_000L;

    /** After 30 s it is no proxy that answers. */
    private static final int PROXY_REQUESTS = 300;

    private final Ipv4Layer ip;
    private final TimerQueue timers;
    private final NetworkInterface through;
    private final NetworkCounters counters;
    private final Map<IpAddress, Neighbor> neighbors = new HashMap<>(4);
    private final Timer proxyTimer;
    private int waiting;
    private int proxyRequests;

    Arp(Ipv4Layer ip, TimerQueue timers, NetworkInterface through, NetworkCounters counters) {
        this.ip = ip;
        this.timers = timers;
        this.through = through;
        this.counters = counters;
        proxyTimer = timers.newTimer(this::askProxyAgain);
        through.proxyProgress().askBy(() -> {
            proxyRequests = 0;
            askProxy();
        });
    }

    /** Any request will do: a proxy answers all but those for our own address. */
    private void askProxy() {
        proxyTimer.schedule(timers.nanoTime() + PROXY_INTERVAL);
        proxyRequests++;
        InterfaceConfiguration configuration = ip.configuration();
        if (configuration != null) {
            IpAddress gateway = configuration.gateway();
            IpAddress other = gateway != null
                    ? gateway
                    : IpAddress.ofV4(configuration.address().v4() ^ 1);
            send(ArpFormat.REQUEST, configuration.address(), Ethernet.BROADCAST, 0, other);
        }
    }

    private void askProxyAgain() {
        if (proxyRequests < PROXY_REQUESTS) {
            askProxy();
        } else {
            through.proxyProgress().answered();
        }
    }

    /**
     * Sends a frame whose Ethernet header lacks the destination to the route's next hop, now or once its address is
     * known.
     */
    void send(Frame frame, Route route) {
        Neighbor neighbor = route.neighbor();
        if (neighbor == null || neighbor.isEvicted()) {
            neighbor = find(route.nextHop());
            route.setNeighbor(neighbor);
        }
        long now = timers.nanoTime();
        neighbor.use(now);
        if (neighbor.isKnown()) {
            if (neighbor.isStale(now) && !neighbor.timer().isScheduled()) {
                neighbor.beginRequests();
                request(neighbor);
            }
            transmit(frame, neighbor.mac());
            return;
        }
        enqueue(neighbor, frame);
        if (!neighbor.timer().isScheduled()) {
            neighbor.beginRequests();
            request(neighbor);
        }
    }

    /** The station answers at a higher level (RFC 1122 section 2.3.2.1): no need to ask. */
    void confirm(Route route) {
        Neighbor neighbor = route.neighbor();
        if (neighbor != null) {
            neighbor.confirm(timers.nanoTime());
        }
    }

    /**
     * The station has not answered at a higher level: it is asked again with the next frame (RFC 1122 section 2.3.2.1,
     * case 4).
     */
    void doubt(Route route) {
        Neighbor neighbor = route.neighbor();
        if (neighbor != null) {
            neighbor.doubt(timers.nanoTime());
        }
    }

    /** Takes in a packet; {@code index} is the end of its Ethernet header. */
    void receive(ByteBuffer buffer, int index, int length) {
        if (length < ArpFormat.LENGTH || !ArpFormat.isIpv4OverEthernet(buffer, index)) {
            counters.count(NetworkCounter.ARP_MALFORMED);
            return;
        }
        InterfaceConfiguration configuration = ip.configuration();
        if (configuration == null) {
            counters.count(NetworkCounter.ARP_NOT_FOR_US);
            return;
        }
        IpAddress own = configuration.address();
        int operation = buffer.getShort(index + ArpFormat.OPERATION);
        long senderMac = Ethernet.address(buffer, index + ArpFormat.SENDER_MAC);
        int senderIp = buffer.getInt(index + ArpFormat.SENDER_IP);
        int targetIp = buffer.getInt(index + ArpFormat.TARGET_IP);
        if (Ethernet.isGroup(senderMac) || senderMac == 0 || senderMac == through.mac() || senderIp == own.v4()) {
            counters.count(NetworkCounter.ARP_INVALID_SOURCE);
            return;
        }
        boolean forUs = targetIp == own.v4();
        if (forUs && operation == ArpFormat.REPLY) {
            proxyTimer.cancel();
            through.proxyProgress().answered();
        }
        IpAddress sender = IpAddress.ofV4(senderIp);
        Neighbor neighbor = neighbors.get(sender);
        if (neighbor == null
                && forUs
                && operation == ArpFormat.REQUEST
                && configuration.onLink(senderIp)
                && senderIp != 0) {
            neighbor = find(sender);
        }
        if (neighbor != null) {
            learn(neighbor, senderMac);
        }
        if (forUs && operation == ArpFormat.REQUEST) {
            send(ArpFormat.REPLY, own, senderMac, senderMac, sender);
        }
    }

    /**
     * Tells the link of a new own address (RFC 5227 section 2.3) and forgets everybody: the addresses may mean others
     * now.
     */
    void reset() {
        neighbors.values().forEach(neighbor -> evict(neighbor, NetworkCounter.ARP_SENT_UNREACHABLE));
        neighbors.clear();
        InterfaceConfiguration configuration = ip.configuration();
        if (configuration != null) {
            send(ArpFormat.REQUEST, configuration.address(), Ethernet.BROADCAST, 0, configuration.address());
        }
    }

    /** No answer in time: asks again or gives up. */
    void requestTimedOut(Neighbor neighbor) {
        if (neighbor.requests() < REQUESTS) {
            request(neighbor);
            return;
        }
        neighbor.forget();
        FrameQueue frames = neighbor.waiting();
        for (int left = frames.size(); left > 0; left--) {
            Frame frame = takeWaiting(neighbor);
            if (frame != null) {
                counters.count(NetworkCounter.ARP_SENT_UNREACHABLE);
                ip.errors().nextHopUnreachable(frame);
                frame.release();
            }
        }
    }

    private Neighbor find(IpAddress address) {
        Neighbor neighbor = neighbors.get(address);
        if (neighbor == null) {
            if (neighbors.size() >= ENTRIES) {
                evictOldest();
            }
            neighbor = new Neighbor(address, timers, this);
            neighbors.put(address, neighbor);
        }
        return neighbor;
    }

    private void evictOldest() {
        Neighbor oldest = null;
        for (Neighbor neighbor : neighbors.values()) {
            if (oldest == null || neighbor.isUsedBefore(oldest)) {
                oldest = neighbor;
            }
        }
        if (oldest != null) {
            neighbors.remove(oldest.address());
            evict(oldest, NetworkCounter.ARP_SENT_QUEUE_FULL);
        }
    }

    /** Forgets a neighbor; frames that wait for it are dropped for the reason given. */
    private void evict(Neighbor neighbor, NetworkCounter reason) {
        neighbor.evict();
        waiting -= neighbor.waiting().size();
        counters.add(reason, neighbor.waiting().size());
        neighbor.waiting().releaseAll();
    }

    private void enqueue(Neighbor neighbor, Frame frame) {
        if (neighbor.waiting().size() == WAITING_PER_NEIGHBOR || waiting >= WAITING) {
            counters.count(NetworkCounter.ARP_SENT_QUEUE_FULL);
            Frame oldest = takeWaiting(neighbor);
            if (oldest == null) {
                frame.release();
                return;
            }
            // RFC 1122 section 2.3.2.2: keep the latest packets.
            oldest.release();
        }
        neighbor.waiting().add(frame);
        waiting++;
    }

    private @Nullable Frame takeWaiting(Neighbor neighbor) {
        Frame frame = neighbor.waiting().poll();
        if (frame != null) {
            waiting--;
        }
        return frame;
    }

    private void learn(Neighbor neighbor, long mac) {
        neighbor.learn(mac, timers.nanoTime());
        Frame frame;
        while ((frame = takeWaiting(neighbor)) != null) {
            transmit(frame, mac);
        }
    }

    private void transmit(Frame frame, long mac) {
        Ethernet.putAddress(frame.buffer(), frame.start() + Ethernet.DESTINATION, mac);
        through.transmit(frame);
    }

    private void request(Neighbor neighbor) {
        int count = neighbor.countRequest();
        neighbor.timer().schedule(timers.nanoTime() + REQUEST_INTERVAL);
        InterfaceConfiguration configuration = ip.configuration();
        if (configuration != null) {
            // The last request goes to all: the address may have moved to another station.
            boolean known = neighbor.isKnown() && count < REQUESTS;
            long destination = known ? neighbor.mac() : Ethernet.BROADCAST;
            send(ArpFormat.REQUEST, configuration.address(), destination, 0, neighbor.address());
        }
    }

    private void send(int operation, IpAddress sender, long destination, long targetMac, IpAddress target) {
        Frame frame = through.allocate(ArpFormat.LENGTH);
        if (frame == null) {
            counters.count(NetworkCounter.ARP_SENT_BUFFER_FULL);
            return;
        }
        long mac = through.mac();
        Ethernet.write(frame.buffer(), frame.start(), destination, mac, Ethernet.TYPE_ARP);
        int index = frame.start() + Ethernet.HEADER;
        ArpFormat.write(frame.buffer(), index, operation, mac, sender.v4(), targetMac, target.v4());
        through.transmit(frame);
    }
}
