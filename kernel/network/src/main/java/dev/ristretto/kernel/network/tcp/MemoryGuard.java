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
 * what it costs here, and how much shows only while it is served. So listeners hand out only as many as there is memory
 * for by experience, and the others wait. Below a mark nobody new is let in, listeners hand out none, and of those that
 * are served the least finished go: first whom nothing has been sent to, then whoever has got or sent nothing for the
 * longest time. The same happens now and then while others wait for their turn. A few always stay, for a program may
 * need much by itself, and so do connections that this side has opened.
 */
final class MemoryGuard {
    /** How often the gauge is looked at, in nanoseconds. */
    private static final long INTERVAL = 2_000_000;

    /** How long the program is given to free the memory of those that went. */
    private static final long RELIEF = 50_000_000;

    /** How long others wait before some that are served make room. */
    private static final long TURN = 2_000_000_000;

    /** One of so many goes at a time. */
    private static final int SHARE = 8;

    /** With so few connections it is not they that take the memory. */
    private static final int FEW = 16;

    private static final Comparator<TcpConnection> LEAST_FINISHED_FIRST = Comparator.comparing(
                    (TcpConnection connection) -> connection.sender().hasDelivered())
            .thenComparingLong(TcpConnection::lastProgress);

    private final TimerQueue timers;
    private final FlowTable flows;
    private final int mostServed;
    private final Timer relief;
    private final Timer turn;
    private final Set<TcpListener> paused = new LinkedHashSet<>();
    private MemoryGauge gauge = MemoryGauge.PLENTY;
    private long nextLook;
    private int served;

    MemoryGuard(TimerQueue timers, FlowTable flows, int mostServed) {
        this.timers = timers;
        this.flows = flows;
        this.mostServed = mostServed;
        turn = timers.newTimer(this::shed);
        relief = timers.newTimer(this::look);
        nextLook = timers.nanoTime();
    }

    void setGauge(MemoryGauge newGauge) {
        gauge = newGauge;
    }

    /** Looks whether memory is low; to be called often. */
    void look() {
        long now = timers.nanoTime();
        if (isLow() || now - nextLook < 0) {
            return;
        }
        nextLook = now + INTERVAL;
        if (gauge.isLow() && shed()) {
            relief.schedule(now + RELIEF);
        } else {
            resume();
        }
    }

    private void resume() {
        if (!paused.isEmpty() && served < mostServed) {
            List<TcpListener> waiting = List.copyOf(paused);
            paused.clear();
            turn.cancel();
            waiting.forEach(TcpListener::resume);
        }
    }

    /** A listener has handed out a connection. */
    void served() {
        served++;
    }

    /** The program has closed such a connection. */
    void closed() {
        served--;
        if (!isLow()) {
            resume();
        }
    }

    /** Whether nobody is to be let in now. */
    boolean isLow() {
        return relief.isScheduled();
    }

    /** Whether a listener must wait; it is told when it need not any more. */
    boolean pauses(TcpListener listener) {
        if (!isLow() && served < mostServed) {
            return false;
        }
        paused.add(listener);
        if (served >= mostServed && !turn.isScheduled()) {
            turn.schedule(timers.nanoTime() + TURN);
        }
        return true;
    }

    /** The listener has been closed. */
    void forget(TcpListener listener) {
        paused.remove(listener);
    }

    /** Ends some connections; false if there are too few for that. */
    boolean shed() {
        if (!paused.isEmpty() && served >= mostServed) {
            turn.schedule(timers.nanoTime() + TURN);
        }
        List<TcpConnection> candidates = new ArrayList<>();
        for (TcpFlow flow : flows.all()) {
            if (flow instanceof TcpConnection connection && connection.isServed()) {
                candidates.add(connection);
            }
        }
        if (candidates.size() <= FEW) {
            return false;
        }
        candidates.sort(LEAST_FINISHED_FIRST);
        for (TcpConnection connection : candidates.subList(0, Math.ceilDiv(candidates.size() - FEW, SHARE))) {
            connection.shed();
        }
        return true;
    }
}
