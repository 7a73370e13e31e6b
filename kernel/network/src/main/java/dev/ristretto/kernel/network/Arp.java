package dev.ristretto.kernel.network;

import dev.ristretto.kernel.network.wire.ArpFormat;
import dev.ristretto.kernel.network.wire.Ethernet;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ethernet addresses of the link's stations (RFC 826; RFC 1122 section 2.3.2: entries expire, requests are limited in rate, packets wait
 * for the answer). An entry older than a minute stays in use while its station is asked again.
 */
final class Arp {
    private static final int ENTRIES = 256;
    private static final int WAITING_PER_NEIGHBOR = 16;
    /** They take the link's transmit memory, which others need. */
    private static final int WAITING = 32;

    private static final int REQUESTS = 3;
    private static final long REQUEST_INTERVAL = 1_000_000_000L;
    private static final long FRESH = 60_000_000_000L;

    private final NetworkStack stack;
    private final NetworkInterface through;
    private final Map<Integer, Neighbor> neighbors = new HashMap<>(4);
    private int waiting;

    Arp(NetworkStack stack, NetworkInterface through) {
        this.stack = stack;
        this.through = through;
    }

    /** Sends a frame whose Ethernet header lacks the destination to the route's next hop, now or once its address is known. */
    void send(Frame frame, Route route) {
        Neighbor neighbor = route.neighbor;
        if (neighbor == null || neighbor.evicted) {
            neighbor = find(route.nextHop);
            route.neighbor = neighbor;
        }
        long now = stack.nanoTime();
        neighbor.used = now;
        if (neighbor.mac != Neighbor.UNKNOWN) {
            if (now - neighbor.confirmed > FRESH && !neighbor.timer.isScheduled()) {
                neighbor.requests = 0;
                request(neighbor);
            }
            Ethernet.putAddress(frame.buffer(), frame.start() + Ethernet.DESTINATION, neighbor.mac);
            through.transmit(frame);
            return;
        }
        enqueue(neighbor, frame);
        if (!neighbor.timer.isScheduled()) {
            neighbor.requests = 0;
            request(neighbor);
        }
    }

    /** The station answers at a higher level (RFC 1122 section 2.3.2.1): no need to ask. */
    void confirm(Route route) {
        Neighbor neighbor = route.neighbor;
        if (neighbor != null && neighbor.mac != Neighbor.UNKNOWN) {
            neighbor.confirmed = stack.nanoTime();
        }
    }

    /** The station has not answered at a higher level: it is asked again with the next frame (RFC 1122 section 2.3.2.1, case 4). */
    void doubt(Route route) {
        Neighbor neighbor = route.neighbor;
        if (neighbor != null) {
            neighbor.confirmed = Math.min(neighbor.confirmed, stack.nanoTime() - FRESH - 1);
        }
    }

    /** Takes in a packet; {@code index} is the end of its Ethernet header. */
    void receive(ByteBuffer buffer, int index, int length) {
        InterfaceConfiguration configuration = stack.routes.configuration();
        if (length < ArpFormat.LENGTH || configuration == null || !ArpFormat.isIpv4OverEthernet(buffer, index)) {
            return;
        }
        int operation = buffer.getShort(index + ArpFormat.OPERATION);
        long senderMac = Ethernet.address(buffer, index + ArpFormat.SENDER_MAC);
        int senderIp = buffer.getInt(index + ArpFormat.SENDER_IP);
        int targetIp = buffer.getInt(index + ArpFormat.TARGET_IP);
        if (Ethernet.isGroup(senderMac)
                || senderMac == 0
                || senderMac == through.mac
                || senderIp == configuration.address()) {
            return;
        }
        boolean forUs = targetIp == configuration.address();
        Neighbor neighbor = neighbors.get(senderIp);
        if (neighbor == null
                && forUs
                && operation == ArpFormat.REQUEST
                && configuration.onLink(senderIp)
                && senderIp != 0) {
            neighbor = find(senderIp);
        }
        if (neighbor != null) {
            learn(neighbor, senderMac);
        }
        if (forUs && operation == ArpFormat.REQUEST) {
            send(ArpFormat.REPLY, configuration.address(), senderMac, senderMac, senderIp);
        }
    }

    /** Tells the link of a new own address (RFC 5227 section 2.3) and forgets everybody: the addresses may mean others now. */
    void reset() {
        for (Neighbor neighbor : neighbors.values()) {
            neighbor.evicted = true;
            stack.timers.cancel(neighbor.timer);
            releaseWaiting(neighbor);
        }
        neighbors.clear();
        InterfaceConfiguration configuration = stack.routes.configuration();
        if (configuration != null) {
            send(ArpFormat.REQUEST, configuration.address(), Ethernet.BROADCAST, 0, configuration.address());
        }
    }

    /** No answer in time: asks again or gives up. */
    void requestTimedOut(Neighbor neighbor) {
        if (neighbor.requests < REQUESTS) {
            request(neighbor);
            return;
        }
        neighbor.mac = Neighbor.UNKNOWN;
        Frame frame = takeWaiting(neighbor);
        while (frame != null) {
            Frame following = frame.next;
            stack.icmp.localUnreachable(frame);
            frame.release();
            frame = following;
        }
    }

    private Neighbor find(int address) {
        Neighbor neighbor = neighbors.get(address);
        if (neighbor == null) {
            if (neighbors.size() >= ENTRIES) {
                evictOldest();
            }
            neighbor = new Neighbor(address, stack, this);
            neighbor.used = stack.nanoTime();
            neighbors.put(address, neighbor);
        }
        return neighbor;
    }

    private void evictOldest() {
        Neighbor oldest = null;
        for (Neighbor neighbor : neighbors.values()) {
            if (oldest == null || neighbor.used - oldest.used < 0) {
                oldest = neighbor;
            }
        }
        if (oldest != null) {
            neighbors.remove(oldest.address);
            oldest.evicted = true;
            stack.timers.cancel(oldest.timer);
            releaseWaiting(oldest);
        }
    }

    private void enqueue(Neighbor neighbor, Frame frame) {
        Frame oldest = neighbor.firstWaiting;
        if (neighbor.waiting == WAITING_PER_NEIGHBOR || waiting >= WAITING) {
            if (oldest == null) {
                frame.release();
                return;
            }
            // RFC 1122 section 2.3.2.2: keep the latest packets.
            neighbor.firstWaiting = oldest.next;
            neighbor.waiting--;
            waiting--;
            oldest.release();
        }
        frame.next = null;
        if (neighbor.firstWaiting == null || neighbor.lastWaiting == null) {
            neighbor.firstWaiting = frame;
        } else {
            neighbor.lastWaiting.next = frame;
        }
        neighbor.lastWaiting = frame;
        neighbor.waiting++;
        waiting++;
    }

    /** Empties the queue of a station; the caller gets its frames, chained. */
    private @Nullable Frame takeWaiting(Neighbor neighbor) {
        Frame first = neighbor.firstWaiting;
        waiting -= neighbor.waiting;
        neighbor.firstWaiting = null;
        neighbor.lastWaiting = null;
        neighbor.waiting = 0;
        return first;
    }

    private void releaseWaiting(Neighbor neighbor) {
        Frame frame = takeWaiting(neighbor);
        while (frame != null) {
            Frame following = frame.next;
            frame.release();
            frame = following;
        }
    }

    private void learn(Neighbor neighbor, long mac) {
        neighbor.mac = mac;
        neighbor.confirmed = stack.nanoTime();
        neighbor.requests = 0;
        stack.timers.cancel(neighbor.timer);
        Frame frame = takeWaiting(neighbor);
        while (frame != null) {
            Frame following = frame.next;
            frame.next = null;
            Ethernet.putAddress(frame.buffer(), frame.start() + Ethernet.DESTINATION, mac);
            through.transmit(frame);
            frame = following;
        }
    }

    private void request(Neighbor neighbor) {
        neighbor.requests++;
        stack.timers.schedule(neighbor.timer, stack.nanoTime() + REQUEST_INTERVAL);
        InterfaceConfiguration configuration = stack.routes.configuration();
        if (configuration != null) {
            // The last request goes to all: the address may have moved to another station.
            boolean known = neighbor.mac != Neighbor.UNKNOWN && neighbor.requests < REQUESTS;
            long destination = known ? neighbor.mac : Ethernet.BROADCAST;
            send(ArpFormat.REQUEST, configuration.address(), destination, 0, neighbor.address);
        }
    }

    private void send(int operation, int senderIp, long destination, long targetMac, int targetIp) {
        Frame frame = through.allocate(ArpFormat.LENGTH);
        if (frame == null) {
            return;
        }
        Ethernet.write(frame.buffer(), frame.start(), destination, through.mac, Ethernet.TYPE_ARP);
        ArpFormat.write(
                frame.buffer(), frame.start() + Ethernet.HEADER, operation, through.mac, senderIp, targetMac, targetIp);
        through.transmit(frame);
    }
}
