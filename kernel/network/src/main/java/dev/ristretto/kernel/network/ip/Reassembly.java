package dev.ristretto.kernel.network.ip;

import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.kernel.network.buffer.Ranges;
import dev.ristretto.kernel.network.link.NetworkInterface;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import dev.ristretto.kernel.network.time.Timer;
import dev.ristretto.kernel.network.time.TimerQueue;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;

/**
 * Puts fragments together (RFC 791 section 3.2, RFC 1122 section 3.3.2). Bounded in memory and in packets, of each
 * source too: when it is full the oldest packet goes. A packet whose fragments overlap with different content is
 * dropped as a whole, as RFC 5722 wants it, since only attacks do that.
 */
final class Reassembly {
    /** Packets that may be incomplete at a time. */
    static final int MAXIMUM_PACKETS = 256;
    /** Packets of one source that may be incomplete at a time. */
    static final int MAXIMUM_OF_SOURCE = 16;

    private static final long TIMEOUT = 30_000_000_000L;
    private static final int MAXIMUM_RANGES = 64;
    /** Bytes that a packet takes besides its data: the ranges, objects and the table. */
    private static final int OVERHEAD = 8 * MAXIMUM_RANGES + 256;
    /** Room for the longest header, in front of the payload. */
    private static final int PAYLOAD = 60;

    /** What fragments of a packet have in common. */
    private record Key(int source, int destination, int identification, int protocol) {}

    private static final class Incomplete {
        final Key key;
        final long expires;
        byte[] data = new byte[0];
        final Ranges ranges = new Ranges(MAXIMUM_RANGES);
        /** Bytes of the whole payload, -1 until the last fragment is here. */
        int total = -1;
        /** Bytes of the first fragment's header, 0 until it is here. */
        int headerLength;

        Incomplete(Key key, long expires) {
            this.key = key;
            this.expires = expires;
        }

        int memory() {
            return OVERHEAD + data.length;
        }
    }

    private final Ipv4Layer ip;
    private final TimerQueue timers;
    private final NetworkInterface loopback;
    private final int memoryLimit;
    private final NetworkCounters counters;
    /** In the order of their first fragments. */
    private final LinkedHashMap<Key, Incomplete> packets = new LinkedHashMap<>();

    private final Timer timer;
    private int memory;

    Reassembly(Ipv4Layer ip, TimerQueue timers, NetworkInterface loopback, int memoryLimit, NetworkCounters counters) {
        this.ip = ip;
        this.timers = timers;
        this.loopback = loopback;
        this.memoryLimit = memoryLimit;
        this.counters = counters;
        timer = timers.newTimer(this::expire);
    }

    /** Takes in a fragment. If that completes its packet, changes {@code packet} to the whole and returns true. */
    boolean add(Ipv4Packet packet, int fragment) {
        int offset = (fragment & Ipv4Format.FRAGMENT_OFFSET) * 8;
        boolean more = (fragment & Ipv4Format.MORE_FRAGMENTS) != 0;
        int end = offset + packet.length;
        if (packet.length == 0
                || more && packet.length % 8 != 0
                || end > Ipv4Format.MAXIMUM_LENGTH - Ipv4Format.HEADER) {
            counters.count(NetworkCounter.IPV4_FRAGMENT_INVALID);
            return false;
        }
        Incomplete incomplete = find(packet);
        if (!isConsistent(incomplete, offset, end, more) || !store(incomplete, packet, offset, end)) {
            counters.count(NetworkCounter.IPV4_FRAGMENT_INVALID);
            remove(incomplete);
            return false;
        }
        if (!more) {
            incomplete.total = end;
        }
        if (incomplete.total < 0 || incomplete.headerLength == 0 || incomplete.ranges.covered() < incomplete.total) {
            return false;
        }
        remove(incomplete);
        packet.buffer = ByteBuffer.wrap(incomplete.data);
        packet.header = PAYLOAD - incomplete.headerLength;
        packet.payload = PAYLOAD;
        packet.length = incomplete.total;
        packet.checksumValidated = packet.from.isLoopback();
        return true;
    }

    private boolean isConsistent(Incomplete incomplete, int offset, int end, boolean more) {
        if (incomplete.total >= 0) {
            return end <= incomplete.total && (more || end == incomplete.total);
        }
        Ranges ranges = incomplete.ranges;
        return more || ranges.isEmpty() || ranges.end(ranges.count() - 1) <= end;
    }

    /** False if the packet must be dropped. */
    private boolean store(Incomplete incomplete, Ipv4Packet packet, int offset, int end) {
        int overlap = incomplete.ranges.coveredIn(offset, end);
        if (overlap > 0) {
            return overlap == end - offset && isSame(incomplete, packet, offset);
        }
        int needed = PAYLOAD + end;
        if (needed > incomplete.data.length) {
            int size = Math.min(PAYLOAD + Ipv4Format.MAXIMUM_LENGTH, Math.max(needed, 2 * incomplete.data.length));
            memory += size - incomplete.data.length;
            incomplete.data = Arrays.copyOf(incomplete.data, size);
            makeRoom(incomplete);
        }
        packet.buffer.get(packet.payload, incomplete.data, PAYLOAD + offset, packet.length);
        if (offset == 0) {
            incomplete.headerLength = packet.payload - packet.header;
            packet.buffer.get(
                    packet.header, incomplete.data, PAYLOAD - incomplete.headerLength, incomplete.headerLength);
        }
        return incomplete.ranges.add(offset, end) >= 0;
    }

    private static boolean isSame(Incomplete incomplete, Ipv4Packet packet, int offset) {
        for (int i = 0; i < packet.length; i++) {
            if (packet.buffer.get(packet.payload + i) != incomplete.data[PAYLOAD + offset + i]) {
                return false;
            }
        }
        return true;
    }

    private Incomplete find(Ipv4Packet packet) {
        int identification = packet.buffer.getShort(packet.header + Ipv4Format.IDENTIFICATION) & 0xffff;
        Key key = new Key(packet.source, packet.destination, identification, packet.protocol);
        Incomplete known = packets.get(key);
        if (known != null) {
            return known;
        }
        makeRoomFor(packet.source);
        Incomplete incomplete = new Incomplete(key, timers.nanoTime() + TIMEOUT);
        packets.put(key, incomplete);
        memory += incomplete.memory();
        if (!timer.isScheduled()) {
            timer.schedule(incomplete.expires);
        }
        return incomplete;
    }

    /** Another packet of a source is about to begin: the oldest of the source or of all goes if there are too many. */
    private void makeRoomFor(int source) {
        Incomplete oldestOfSource = null;
        int ofSource = 0;
        for (Incomplete incomplete : packets.values()) {
            if (incomplete.key.source == source) {
                oldestOfSource = oldestOfSource == null ? incomplete : oldestOfSource;
                ofSource++;
            }
        }
        if (oldestOfSource != null && ofSource >= MAXIMUM_OF_SOURCE) {
            counters.count(NetworkCounter.IPV4_FRAGMENT_MEMORY);
            remove(oldestOfSource);
        } else if (packets.size() >= MAXIMUM_PACKETS) {
            counters.count(NetworkCounter.IPV4_FRAGMENT_MEMORY);
            remove(packets.firstEntry().getValue());
        }
    }

    /** Memory has grown: the oldest packets go until it is within its limit. */
    private void makeRoom(Incomplete keep) {
        Iterator<Incomplete> oldest = packets.values().iterator();
        while (memory > memoryLimit && oldest.hasNext()) {
            Incomplete candidate = oldest.next();
            if (candidate != keep) {
                counters.count(NetworkCounter.IPV4_FRAGMENT_MEMORY);
                oldest.remove();
                memory -= candidate.memory();
            }
        }
    }

    private void remove(Incomplete incomplete) {
        if (packets.remove(incomplete.key) != null) {
            memory -= incomplete.memory();
        }
        if (packets.isEmpty()) {
            timer.cancel();
        }
    }

    private void expire() {
        long now = timers.nanoTime();
        while (!packets.isEmpty()) {
            Incomplete oldest = packets.firstEntry().getValue();
            if (oldest.expires - now > 0) {
                timer.schedule(oldest.expires);
                return;
            }
            counters.count(NetworkCounter.IPV4_FRAGMENT_TIMEOUT);
            remove(oldest);
            if (oldest.headerLength > 0) {
                report(oldest);
            }
        }
    }

    /** RFC 1122 section 3.3.2: the sender learns of it if its first fragment had arrived. */
    private void report(Incomplete incomplete) {
        Ipv4Packet packet = new Ipv4Packet(loopback);
        packet.buffer = ByteBuffer.wrap(incomplete.data);
        packet.header = PAYLOAD - incomplete.headerLength;
        packet.payload = PAYLOAD;
        packet.length = incomplete.ranges.end(0);
        packet.source = incomplete.key.source;
        packet.destination = incomplete.key.destination;
        packet.protocol = incomplete.key.protocol;
        packet.group = !ip.routes().isLocal(incomplete.key.destination);
        ip.errors().reassemblyTimeExceeded(packet);
    }

    /** Bytes taken by incomplete packets. */
    int memory() {
        return memory;
    }

    /** How many packets are incomplete. */
    int packets() {
        return packets.size();
    }
}
