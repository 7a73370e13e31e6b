package dev.ristretto.kernel.network.tcp;

import dev.ristretto.kernel.network.ip.SipHash;
import dev.ristretto.kernel.network.tcp.format.TcpFormat;
import dev.ristretto.kernel.network.time.TimerQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Initial sequence numbers that say by themselves what a half-open connection would have to remember (RFC 4987 section
 * 3.6): the time in periods, the peer's segment size, and a secret function of these and of who asks. The other options
 * travel in the lowest bits of the timestamp, which the peer sends back; a peer without timestamps goes without them.
 *
 * <pre>
 * sequence number   period (5 bits) | segment size (3) | hash (24)
 * timestamp         clock (26)      | SACK (1) | window scaling (1) | shift (4)
 * </pre>
 */
final class SynCookies {
    /** What a peer's segment size is rounded down to. */
    private static final int[] SEGMENT_SIZES = {64, 536, 1220, 1400, 1440, 1460, 8960, 15_960};

    private static final long PERIOD = 64_000_000_000L;
    /** A cookie is good in the period of its making and in the next. */
    static final long LIFETIME = 2 * PERIOD;

    private static final int PERIOD_SHIFT = 27;
    private static final int SIZE_SHIFT = 24;
    private static final int HASH = 0xff_ffff;
    private static final int OPTIONS = 0x3f;
    private static final int SACK = 0x20;
    private static final int SCALING = 0x10;
    private static final int SHIFT = 0xf;

    private final TimerQueue timers;
    private final SipHash hash;

    SynCookies(TimerQueue timers, RandomGenerator random) {
        this.timers = timers;
        hash = new SipHash(random.nextLong(), random.nextLong());
    }

    /** The initial sequence number that answers a peer's SYN. */
    int sequence(TcpSegment syn) {
        int size = 0;
        int mss = syn.mss == 0 ? TcpFormat.DEFAULT_MSS : syn.mss;
        while (size + 1 < SEGMENT_SIZES.length && SEGMENT_SIZES[size + 1] <= mss) {
            size++;
        }
        return cookie(syn, syn.sequence, period(), size);
    }

    /** The timestamp of that answer: no later than {@code now}, with the options that the peer has offered. */
    static int timestamp(int now, TcpSegment syn) {
        int options = (syn.sackPermitted ? SACK : 0) | (syn.windowShift >= 0 ? SCALING | syn.windowShift : 0);
        int value = now & ~OPTIONS | options;
        return value - now > 0 ? value - (OPTIONS + 1) : value;
    }

    /**
     * If a segment acknowledges a cookie, the SYN that this was the answer to, as far as it is known; else null.
     *
     * @param ack a segment that belongs to no connection
     */
    @Nullable
    TcpSegment recover(TcpSegment ack) {
        int cookie = ack.acknowledgement - 1;
        int initial = ack.sequence - 1;
        int size = cookie >>> SIZE_SHIFT & SEGMENT_SIZES.length - 1;
        long now = period();
        boolean genuine = cookie == cookie(ack, initial, now, size) || cookie == cookie(ack, initial, now - 1, size);
        return genuine ? syn(ack, initial, SEGMENT_SIZES[size]) : null;
    }

    private static TcpSegment syn(TcpSegment ack, int initial, int mss) {
        TcpSegment syn = new TcpSegment();
        syn.flags = TcpFormat.SYN;
        syn.localAddress = ack.localAddress;
        syn.localPort = ack.localPort;
        syn.remoteAddress = ack.remoteAddress;
        syn.remotePort = ack.remotePort;
        syn.sequence = initial;
        syn.window = ack.window;
        syn.mss = mss;
        syn.hasTimestamps = ack.hasTimestamps;
        syn.timestampValue = ack.timestampValue;
        int options = ack.hasTimestamps ? ack.timestampEcho & OPTIONS : 0;
        syn.sackPermitted = (options & SACK) != 0;
        syn.windowShift = (options & SCALING) == 0 ? -1 : Math.min(TcpFormat.MAXIMUM_WINDOW_SHIFT, options & SHIFT);
        return syn;
    }

    private int cookie(TcpSegment segment, int initial, long period, int size) {
        long addresses = (long) segment.localAddress << 32 | segment.remoteAddress & 0xffff_ffffL;
        long ends = hash.hash(addresses, (long) segment.localPort << 16 | segment.remotePort);
        long mixed = hash.hash(ends, (long) initial << 32 ^ period << 3 ^ size);
        return (int) period << PERIOD_SHIFT | size << SIZE_SHIFT | (int) mixed & HASH;
    }

    private long period() {
        return timers.nanoTime() / PERIOD;
    }
}
