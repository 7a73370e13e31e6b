package dev.ristretto.kernel.network.tcp;

import dev.ristretto.kernel.network.socket.MemoryGauge;
import dev.ristretto.kernel.network.time.Timer;
import dev.ristretto.kernel.network.time.TimerQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What TCP does when the program that it serves runs short of memory. A connection costs that program several times
 * what it costs here, and how much shows only while it is served: an idle one next to nothing, one whose request the
 * program reads into a buffer of its own a hundred kilobytes. So listeners hand out a few at first and more step by
 * step, as long as there is memory after each, up to a limit; the others wait. Below a mark nobody new is let in,
 * listeners hand out none, and of those that are served the least finished go: first who has got or sent nothing for
 * a second, of these whom nothing has been sent to, then in the order of their last progress. From then on fewer are
 * handed out, and the number grows slowly. Some go now and then, too, while others wait for their turn. A few always
 * stay, for a program may need much by itself, and so do connections that this side has opened.
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

    /** The same to make room for others. */
    private static final int SHARE_OF_TURN = 4;

    /** With so few connections it is not they that take the memory. */
    private static final int FEW = 16;

    /** So many are handed out before their cost has been seen, and one of so many that there may be. */
    private static final int UNSEEN = 32;

    private static final int SHARE_UNSEEN = 8;

    /** How long the program is given to show what those cost that were handed out last; later, when that is known. */
    private static final long STEP = 10_000_000;

    private static final long LATER_STEP = 50_000_000;

    /** Who has got or sent nothing for so long is no more than an idle one. */
    private static final long STALLED = 1_000_000_000;

    private final TimerQueue timers;
    private final FlowTable flows;
    private final int mostServed;
    private final Timer relief;
    private final Timer turn;
    private final Timer step;
    /** Connections that were ended and that the program has not closed yet, the earliest first. */
    private final ArrayDeque<Shed> unclosed = new ArrayDeque<>();

    private final Set<TcpListener> paused = new LinkedHashSet<>();
    private MemoryGauge gauge = MemoryGauge.PLENTY;
    private long nextLook;
    private int served;
    /** How many may be served now. */
    private int window;
    /** Whether memory has been low: the window is near what there is memory for. */
    private boolean hasBeenLow;

    MemoryGuard(TimerQueue timers, FlowTable flows, int mostServed) {
        this.timers = timers;
        this.flows = flows;
        this.mostServed = mostServed;
        turn = timers.newTimer(this::changeTurns);
        relief = timers.newTimer(this::look);
        step = timers.newTimer(this::look);
        window = Math.min(mostServed, Math.max(UNSEEN, mostServed / SHARE_UNSEEN));
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
        forgetUnclosed(now);
        if (gauge.isLow() && shed()) {
            hasBeenLow = true;
            window = Math.clamp(Math.min(window, served) * 3L / 4, Math.min(2 * FEW, mostServed), mostServed);
            relief.schedule(now + RELIEF);
        } else {
            grow();
            resume();
        }
    }

    /** Lets more be served if some wait, and those before them had time enough to show what they cost. */
    private void grow() {
        if (!paused.isEmpty() && served >= window && !step.isScheduled()) {
            window = Math.min(mostServed, window + 1 + window / (hasBeenLow ? 32 : 4));
        }
    }

    private void resume() {
        if (!paused.isEmpty() && served < window) {
            List<TcpListener> waiting = List.copyOf(paused);
            paused.clear();
            turn.cancel();
            scheduleStep();
            waiting.forEach(TcpListener::resume);
        }
    }

    /** A program that has lost one counts as having it no longer: what it costs still, the gauge tells. */
    private void forgetUnclosed(long now) {
        Shed first = unclosed.peek();
        while (first != null && now - first.time() > TURN) {
            if (first.socket().isServed()) {
                first.socket().forgetServed();
                served--;
            }
            unclosed.poll();
            first = unclosed.peek();
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
        if (!isLow() && served < window) {
            return false;
        }
        paused.add(listener);
        if (!turn.isScheduled()) {
            turn.schedule(timers.nanoTime() + TURN);
        }
        if (!isLow() && window < mostServed && !step.isScheduled()) {
            scheduleStep();
        }
        return true;
    }

    private void scheduleStep() {
        step.schedule(timers.nanoTime() + (hasBeenLow ? LATER_STEP : STEP));
    }

    /** The listener has been closed. */
    void forget(TcpListener listener) {
        paused.remove(listener);
    }

    private void changeTurns() {
        if (!paused.isEmpty()) {
            turn.schedule(timers.nanoTime() + TURN);
            boolean unused = shed(SHARE_OF_TURN);
        }
    }

    /** Ends some connections; false if there are too few for that. */
    boolean shed() {
        return shed(SHARE);
    }

    private boolean shed(int share) {
        List<TcpConnection> candidates = new ArrayList<>();
        for (TcpFlow flow : flows.all()) {
            if (flow instanceof TcpConnection connection && connection.isServed()) {
                candidates.add(connection);
            }
        }
        if (candidates.size() <= FEW) {
            return false;
        }
        candidates.sort(leastFinishedFirst(timers.nanoTime()));
        for (TcpConnection connection : candidates.subList(0, Math.ceilDiv(candidates.size() - FEW, share))) {
            TcpSocket socket = connection.shed();
            if (socket != null) {
                unclosed.add(new Shed(socket, timers.nanoTime()));
            }
        }
        return true;
    }

    private static Comparator<TcpConnection> leastFinishedFirst(long now) {
        return Comparator.comparing((TcpConnection connection) -> now - connection.lastProgress() < STALLED)
                .thenComparing(connection -> connection.sender().hasDelivered())
                .thenComparingLong(TcpConnection::lastProgress);
    }

    private record Shed(TcpSocket socket, long time) {}
}
