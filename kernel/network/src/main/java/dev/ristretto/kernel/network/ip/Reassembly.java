package dev.ristretto.kernel.network.ip;

import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.kernel.network.buffer.Ranges;
import dev.ristretto.kernel.network.link.NetworkInterface;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import dev.ristretto.kernel.network.time.Timer;
import dev.ristretto.kernel.network.time.TimerQueue;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Puts fragments together (RFC 791 section 3.2, RFC 1122 section 3.3.2). Bounded in memory: when it is full the oldest
 * packet goes. A packet whose fragments overlap with different content is dropped as a whole, as RFC 5722 wants it,
 * since only attacks do that.
 */
final class Reassembly {
    private static final long TIMEOUT = 30_000_000_000L;
    private static final int MAXIMUM_RANGES = 64;
    /** Room for the longest header, in front of the payload. */
    private static final int PAYLOAD = 60;

    private static final class Incomplete {
        int source;
        int destination;
        int identification;
        int protocol;
        long expires;
        byte[] data = new byte[0];
        final Ranges ranges = new Ranges(MAXIMUM_RANGES);
        /** Bytes of the whole payload, -1 until the last fragment is here. */
        int total = -1;
        /** Bytes of the first fragment's header, 0 until it is here. */
        int headerLength;
    }

    private final Ipv4Layer ip;
    private final TimerQueue timers;
    private final NetworkInterface loopback;
    private final int memoryLimit;
    private final NetworkCounters counters;
    private final ArrayDeque<Incomplete> packets = new ArrayDeque<>();
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
        for (Incomplete candidate : packets) {
            if (candidate.identification == identification
                    && candidate.source == packet.source
                    && candidate.destination == packet.destination
                    && candidate.protocol == packet.protocol) {
                return candidate;
            }
        }
        Incomplete incomplete = new Incomplete();
        incomplete.source = packet.source;
        incomplete.destination = packet.destination;
        incomplete.identification = identification;
        incomplete.protocol = packet.protocol;
        incomplete.expires = timers.nanoTime() + TIMEOUT;
        packets.add(incomplete);
        if (!timer.isScheduled()) {
            timer.schedule(incomplete.expires);
        }
        return incomplete;
    }

    private void makeRoom(Incomplete keep) {
        Iterator<Incomplete> oldest = packets.iterator();
        while (memory > memoryLimit && oldest.hasNext()) {
            Incomplete candidate = oldest.next();
            if (candidate != keep) {
                counters.count(NetworkCounter.IPV4_FRAGMENT_MEMORY);
                oldest.remove();
                memory -= candidate.data.length;
            }
        }
    }

    private void remove(Incomplete incomplete) {
        if (packets.remove(incomplete)) {
            memory -= incomplete.data.length;
        }
        if (packets.isEmpty()) {
            timer.cancel();
        }
    }

    private void expire() {
        long now = timers.nanoTime();
        @Nullable Incomplete oldest;
        while ((oldest = packets.peek()) != null) {
            if (oldest.expires - now > 0) {
                timer.schedule(oldest.expires);
                return;
            }
            counters.count(NetworkCounter.IPV4_FRAGMENT_TIMEOUT);
            packets.remove();
            memory -= oldest.data.length;
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
        packet.source = incomplete.source;
        packet.destination = incomplete.destination;
        packet.protocol = incomplete.protocol;
        packet.group = !ip.routes().isLocal(incomplete.destination);
        ip.errors().reassemblyTimeExceeded(packet);
    }
    /** Bytes taken by incomplete packets. */
    int memory() {
        return memory;
    }
}
