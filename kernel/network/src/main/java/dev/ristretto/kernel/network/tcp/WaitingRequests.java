package dev.ristretto.kernel.network.tcp;

import dev.ristretto.kernel.network.ip.FlowKey;
import dev.ristretto.kernel.network.time.Timer;
import dev.ristretto.kernel.network.time.TimerQueue;
import java.util.LinkedHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Requests of a proxy that find no room: they wait without an answer, which costs a part of what a connection does,
 * for a proxy asks once and its client would be lost otherwise. The newest comes first, and when there are too many the
 * oldest is refused: if clients that never finish fill the queue, others still get past them.
 */
final class WaitingRequests {
    /** A little less than passt waits for an answer (tcp.c, SYN_TIMEOUT), in nanoseconds. */
    static final long DURATION = 9_000_000_000L;

    private record Request(FlowKey ends, TcpSegment syn, long expires) {}

    private final LinkedHashMap<FlowKey, Request> waiting = new LinkedHashMap<>();
    private final TimerQueue timers;
    private final int most;
    private final Consumer<TcpSegment> refuse;
    private final Timer timer;

    /**
     * Nobody waits.
     *
     * @param most may wait
     * @param refuse called for each request that must not wait on
     */
    WaitingRequests(TimerQueue timers, int most, Consumer<TcpSegment> refuse) {
        this.timers = timers;
        this.most = most;
        this.refuse = refuse;
        timer = timers.newTimer(this::expire);
    }

    /** The request of a pair of ends waits from now on. */
    void add(TcpSegment syn) {
        Request request = new Request(syn.key(), syn.withoutData(), timers.nanoTime() + DURATION);
        waiting.putLast(request.ends, request);
        if (waiting.size() > most) {
            refuseOldest();
        }
        if (!timer.isScheduled()) {
            timer.schedule(request.expires);
        }
    }

    /** The request that came last, null if none waits. */
    @Nullable
    TcpSegment newest() {
        return waiting.isEmpty() ? null : waiting.lastEntry().getValue().syn;
    }

    /** Takes out what {@link #newest} has shown. */
    void removeNewest() {
        waiting.remove(waiting.lastEntry().getValue().ends);
    }

    /**
     * Memory is short: one of {@code share} is refused, the oldest first; false if nobody waits. There may be no memory
     * to tell it, and then the proxy gives up by itself.
     */
    boolean shed(int share) {
        int many = Math.ceilDiv(waiting.size(), share);
        try {
            for (int i = 0; i < many; i++) {
                refuseOldest();
            }
        } catch (OutOfMemoryError e) {
            // The others go the next time.
            return true;
        }
        return many > 0;
    }

    private void refuseOldest() {
        Request oldest = waiting.firstEntry().getValue();
        waiting.remove(oldest.ends);
        refuse.accept(oldest.syn);
    }

    private void expire() {
        long now = timers.nanoTime();
        while (!waiting.isEmpty()) {
            long expires = waiting.firstEntry().getValue().expires;
            if (expires - now > 0) {
                timer.schedule(expires);
                return;
            }
            refuseOldest();
        }
    }
}
