package dev.ristretto.kernel.network.tcp;

import dev.ristretto.kernel.network.socket.MemoryGauge;
import dev.ristretto.kernel.network.time.Timer;
import dev.ristretto.kernel.network.time.TimerQueue;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What TCP does when the program that it serves runs short of memory. A connection costs that program several times
 * what it costs here, and how much shows only while it is served: an idle one next to nothing, one whose request the
 * program reads into a buffer of its own a hundred kilobytes. So listeners hand out a few at first and more step by
 * step, as long as there is memory after each, up to a limit; the others wait. Below a mark nobody new is let in,
 * listeners hand out none, and of those that are served the least finished go: first who has got or sent nothing for
 * a second, of these whom nothing has been sent to, then in the order of their last progress. Of those that wait some
 * go, too, for they keep what their clients have sent, and there may be so many of them that nobody is ever served.
 * From then on fewer are handed out, and the number grows slowly. Some go now and then, too, while others wait for
 * their turn. A few always stay, for a program may need much by itself, and so do connections that this side has
 * opened.
 *
 * <p>It acts when there is no memory, so it takes none.
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

    /**
     * How long the program is given at least to show what those cost that were handed out last; later, when that is
     * known.
     */
    private static final long STEP = 10_000_000;

    private static final long LATER_STEP = 50_000_000;

    /** The same at most: a program that always has something to do shows it never. */
    private static final long LONGEST_STEP = 250_000_000;

    /** Who has got or sent nothing for so long is no more than an idle one. */
    private static final long STALLED = 1_000_000_000;

    private final TimerQueue timers;
    private final FlowTable flows;
    private final WaitingRequests requests;
    private final int mostServed;
    private final Timer relief;
    private final Timer turn;
    private final Timer step;
    /** Those that are served, while some are chosen that go; has room for all from the start. */
    private final PriorityQueue<TcpConnection> candidates;

    private final Consumer<TcpFlow> addCandidate;
    /** The time at which {@link #candidates} are compared. */
    private long comparedAt;

    /**
     * Sockets of connections that were ended and that the program has not closed yet, the earliest first, linked
     * through themselves.
     */
    private @Nullable TcpSocket firstUnclosed;

    private @Nullable TcpSocket lastUnclosed;
    /** All listeners, linked through themselves. */
    private @Nullable TcpListener listeners;

    private MemoryGauge gauge = MemoryGauge.PLENTY;
    private long nextLook;
    private int served;
    /** How many may be served now. */
    private int window;
    /** When those were handed out whose cost is to show next. */
    private long stepStart;
    /** Whether memory has been low: the window is near what there is memory for. */
    private boolean hasBeenLow;

    MemoryGuard(TimerQueue timers, FlowTable flows, WaitingRequests requests, int mostServed) {
        this.timers = timers;
        this.flows = flows;
        this.requests = requests;
        this.mostServed = mostServed;
        candidates = new PriorityQueue<>(mostServed + 1, this::leastFinishedFirst);
        addCandidate = this::addCandidate;
        turn = timers.newTimer(this::changeTurns);
        relief = timers.newTimer(this::look);
        step = timers.newTimer(this::endStep);
        window = Math.min(mostServed, Math.max(UNSEEN, mostServed / SHARE_UNSEEN));
        nextLook = timers.nanoTime();
    }

    void setGauge(MemoryGauge newGauge) {
        gauge = newGauge;
    }

    /** A listener begins. */
    void add(TcpListener listener) {
        listener.nextListener = listeners;
        listeners = listener;
    }

    /** The listener has been closed. */
    void forget(TcpListener listener) {
        listeners = TcpListener.without(listeners, listener);
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
            relief.schedule(now + RELIEF);
        } else {
            grow();
            resume();
        }
    }

    /** Lets more be served if some wait, and those before them had time enough to show what they cost. */
    private void grow() {
        if (TcpListener.isAnyPaused(listeners) && served >= window && !step.isScheduled()) {
            window = Math.min(mostServed, window + 1 + window / (hasBeenLow ? 32 : 4));
        }
    }

    private void resume() {
        if (TcpListener.isAnyPaused(listeners) && served < window) {
            turn.cancel();
            scheduleStep();
            TcpListener listener = listeners;
            while (listener != null) {
                TcpListener following = listener.nextListener;
                if (listener.paused) {
                    listener.paused = false;
                    listener.resume();
                }
                listener = following;
            }
        }
    }

    /** A program that has lost one counts as having it no longer: what it costs still, the gauge tells. */
    private void forgetUnclosed(long now) {
        TcpSocket first = firstUnclosed;
        while (first != null && now - first.shedAt > TURN) {
            if (first.isServed()) {
                first.forgetServed();
                served--;
            }
            firstUnclosed = first.nextUnclosed;
            first.nextUnclosed = null;
            first = firstUnclosed;
        }
        if (first == null) {
            lastUnclosed = null;
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
        listener.paused = true;
        if (!turn.isScheduled()) {
            turn.schedule(timers.nanoTime() + TURN);
        }
        if (!isLow() && window < mostServed && !step.isScheduled()) {
            scheduleStep();
        }
        return true;
    }

    private void scheduleStep() {
        stepStart = timers.nanoTime();
        gauge.workBegins();
        step.schedule(stepStart + stepLength());
    }

    private long stepLength() {
        return hasBeenLow ? LATER_STEP : STEP;
    }

    /** A program that has not rested yet may have to do with those that it was handed last. */
    private void endStep() {
        long now = timers.nanoTime();
        if (!gauge.isWorkDone() && now - stepStart < LONGEST_STEP) {
            step.schedule(now + stepLength());
        } else {
            look();
        }
    }

    private void changeTurns() {
        if (TcpListener.isAnyPaused(listeners)) {
            turn.schedule(timers.nanoTime() + TURN);
            boolean unused = shedServed(SHARE_OF_TURN);
        }
    }

    /** Memory is short: ends some connections, of those that are served and of those that wait; false if few are. */
    boolean shed() {
        boolean some = false;
        if (shedServed(SHARE)) {
            some = true;
            hasBeenLow = true;
            window = Math.clamp(Math.min(window, served) * 3L / 4, Math.min(2 * FEW, mostServed), mostServed);
        }
        return some | requests.shed(SHARE) | TcpListener.shedWaiting(listeners, SHARE);
    }

    private boolean shedServed(int share) {
        comparedAt = timers.nanoTime();
        flows.forEach(addCandidate);
        int many = Math.ceilDiv(Math.max(0, candidates.size() - FEW), share);
        for (int i = 0; i < many; i++) {
            TcpSocket socket = candidates.remove().shed();
            if (socket != null) {
                socket.shedAt = comparedAt;
                addUnclosed(socket);
            }
        }
        candidates.clear();
        return many > 0;
    }

    private void addCandidate(TcpFlow flow) {
        if (flow instanceof TcpConnection connection && connection.isServed() && candidates.size() <= mostServed) {
            candidates.add(connection);
        }
    }

    private void addUnclosed(TcpSocket socket) {
        TcpSocket before = lastUnclosed;
        if (before == null) {
            firstUnclosed = socket;
        } else {
            before.nextUnclosed = socket;
        }
        lastUnclosed = socket;
    }

    private int leastFinishedFirst(TcpConnection one, TcpConnection other) {
        int byMotion = Boolean.compare(isMoving(one), isMoving(other));
        if (byMotion != 0) {
            return byMotion;
        }
        int byDelivery =
                Boolean.compare(one.sender().hasDelivered(), other.sender().hasDelivered());
        return byDelivery != 0 ? byDelivery : Long.compare(one.lastProgress(), other.lastProgress());
    }

    private boolean isMoving(TcpConnection connection) {
        return comparedAt - connection.lastProgress() < STALLED;
    }
}
