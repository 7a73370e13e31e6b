package dev.ristretto.kernel.network.tcp;

import dev.ristretto.kernel.network.time.Timer;
import dev.ristretto.kernel.network.time.TimerQueue;
import org.jspecify.annotations.Nullable;

/**
 * The flows in TIME-WAIT in the order of their end; all wait equally long, so one timer serves them. Bounded: the
 * oldest goes first.
 */
final class TimeWaitQueue {
    /** Twice a maximum segment lifetime of 30 seconds. */
    static final long DURATION = 60_000_000_000L;

    private final Tcp tcp;
    private final TimerQueue timers;
    private final int limit;
    private final Timer timer;
    private @Nullable TimeWait oldest;
    private @Nullable TimeWait newest;
    private int size;

    TimeWaitQueue(Tcp tcp, TimerQueue timers, int limit) {
        this.tcp = tcp;
        this.timers = timers;
        this.limit = limit;
        timer = timers.newTimer(this::expire);
    }

    void add(TimeWait flow) {
        if (size >= limit && oldest != null) {
            remove(oldest);
        }
        size++;
        append(flow);
        tcp.register(flow);
    }

    /** Lets the flow wait the full time again. */
    void restart(TimeWait flow) {
        unlink(flow);
        append(flow);
    }

    void remove(TimeWait flow) {
        unlink(flow);
        size--;
        tcp.unregister(flow);
        if (oldest == null) {
            timer.cancel();
        }
    }

    int size() {
        return size;
    }

    private void append(TimeWait flow) {
        flow.expires = timers.nanoTime() + DURATION;
        flow.older = newest;
        if (newest == null) {
            oldest = flow;
        } else {
            newest.newer = flow;
        }
        newest = flow;
        if (!timer.isScheduled()) {
            timer.schedule(flow.expires);
        }
    }

    private void unlink(TimeWait flow) {
        if (flow.older == null) {
            oldest = flow.newer;
        } else {
            flow.older.newer = flow.newer;
        }
        if (flow.newer == null) {
            newest = flow.older;
        } else {
            flow.newer.older = flow.older;
        }
        flow.older = null;
        flow.newer = null;
    }

    private void expire() {
        long now = timers.nanoTime();
        TimeWait flow;
        while ((flow = oldest) != null) {
            if (flow.expires - now > 0) {
                timer.schedule(flow.expires);
                return;
            }
            remove(flow);
        }
    }
}
