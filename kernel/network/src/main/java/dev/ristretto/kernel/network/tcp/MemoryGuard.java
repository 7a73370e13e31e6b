package dev.ristretto.kernel.network.tcp;

import dev.ristretto.kernel.network.socket.MemoryGauge;
import dev.ristretto.kernel.network.time.Timer;
import dev.ristretto.kernel.network.time.TimerQueue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What TCP does when the program that it serves runs short of memory. A connection costs that program several times
 * what it costs here, and how much shows only while it is served. So below a mark nobody new is let in, listeners hand
 * out none of those that wait, and of those that are served the least finished go: first whom nothing has been sent to,
 * then whoever has got or sent nothing for the longest time. Connections that this side has opened stay.
 */
final class MemoryGuard {
    /** How often the gauge is looked at, in nanoseconds. */
    private static final long INTERVAL = 2_000_000;

    /** How long the program is given to free the memory of those that went. */
    private static final long RELIEF = 100_000_000;

    /** One of so many goes at a time. */
    private static final int SHARE = 8;

    private static final Comparator<TcpConnection> LEAST_FINISHED_FIRST = Comparator.comparing(
                    (TcpConnection connection) -> connection.sender().hasDelivered())
            .thenComparingLong(TcpConnection::lastProgress);

    private final TimerQueue timers;
    private final FlowTable flows;
    private final Timer relief;
    private final Set<TcpListener> paused = new LinkedHashSet<>();
    private MemoryGauge gauge = MemoryGauge.PLENTY;
    private long nextLook;

    MemoryGuard(TimerQueue timers, FlowTable flows) {
        this.timers = timers;
        this.flows = flows;
        relief = timers.newTimer(this::look);
        nextLook = timers.nanoTime();
    }

    void setGauge(MemoryGauge newGauge) {
        gauge = newGauge;
    }

    /** Looks whether memory is low; to be called often. */
    void look() {
        long now = timers.nanoTime();
        if (gauge == MemoryGauge.PLENTY || isLow() || now - nextLook < 0) {
            return;
        }
        nextLook = now + INTERVAL;
        if (gauge.isLow()) {
            shed();
            relief.schedule(now + RELIEF);
        } else if (!paused.isEmpty()) {
            List<TcpListener> waiting = List.copyOf(paused);
            paused.clear();
            waiting.forEach(TcpListener::resume);
        }
    }

    /** Whether nobody is to be let in now. */
    boolean isLow() {
        return relief.isScheduled();
    }

    /** Whether a listener must wait; it is told when it need not any more. */
    boolean pauses(TcpListener listener) {
        if (isLow()) {
            paused.add(listener);
            return true;
        }
        return false;
    }

    /** The listener has been closed. */
    void forget(TcpListener listener) {
        paused.remove(listener);
    }

    private void shed() {
        List<TcpConnection> served = new ArrayList<>();
        for (TcpFlow flow : flows.all()) {
            if (flow instanceof TcpConnection connection && connection.isServed()) {
                served.add(connection);
            }
        }
        served.sort(LEAST_FINISHED_FIRST);
        for (TcpConnection connection : served.subList(0, Math.ceilDiv(served.size(), SHARE))) {
            connection.shed();
        }
    }
}
