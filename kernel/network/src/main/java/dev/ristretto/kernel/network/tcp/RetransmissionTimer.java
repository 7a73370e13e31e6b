package dev.ristretto.kernel.network.tcp;

import dev.ristretto.kernel.network.ip.Route;
import dev.ristretto.kernel.network.socket.NetworkError;
import dev.ristretto.kernel.network.tcp.congestion.RttEstimator;
import dev.ristretto.kernel.network.time.Timer;
import dev.ristretto.kernel.network.time.TimerQueue;

/**
 * What happens when the peer is silent: retransmission (RFC 6298), probes of a closed window (RFC 9293 section
 * 3.8.6.1), and the end of patience. One timer serves for both, which exclude each other.
 */
final class RetransmissionTimer {
    /** Probes and retransmissions after which a silent peer is given up. */
    private static final int MAXIMUM_RETRIES = 15;

    private static final int MAXIMUM_ORPHAN_RETRIES = 8;
    private static final int MAXIMUM_SYN_RETRIES = 6;
    private static final int MAXIMUM_SYN_ACK_RETRIES = 5;

    /** A proxy connects in our stead, asks again in our stead, and takes a SYN that comes again for a mistake: 31 s. */
    private static final int PROXY_SYN_RETRIES = 5;

    private static final long MAXIMUM_PERSIST = 60_000_000_000L;

    private final TimerQueue timers;
    private final TcpConnection connection;
    private final TcpSender sender;
    private final RttEstimator rtt;
    private final Timer timer;
    private int retries;
    private int persistShift;

    RetransmissionTimer(TcpEnvironment environment, TcpConnection connection, TcpSender sender, RttEstimator rtt) {
        timers = environment.timers();
        this.connection = connection;
        this.sender = sender;
        this.rtt = rtt;
        timer = timers.newTimer(this::expired);
    }

    /** A SYN has been sent, or could not be. */
    void synSent() {
        scheduleIfIdle(rtt.timeout());
    }

    /** The SYN has been acknowledged; returns whether it had to be sent again. */
    boolean synAcknowledged() {
        boolean repeated = retries > 0;
        retries = 0;
        timer.cancel();
        return repeated;
    }

    /** Something may have been sent: runs while an answer is due or the window is closed to data that waits. */
    void sent() {
        if (sender.flight() != 0) {
            scheduleIfIdle(rtt.timeout());
        } else if (sender.unsent() > 0) {
            scheduleIfIdle(Math.min(MAXIMUM_PERSIST, rtt.timeout() << Math.min(10, persistShift)));
        } else {
            timer.cancel();
        }
    }

    /** New data has been acknowledged. */
    void progress() {
        retries = 0;
        persistShift = 0;
        timer.cancel();
    }

    /** The closed window has opened. */
    void windowOpened() {
        persistShift = 0;
    }

    /** The peer lives, it only has no room: RFC 9293 section 3.8.6.1 wants patience. */
    void peerLives() {
        retries = 0;
    }

    /** The connection is over. */
    void stop() {
        timer.cancel();
    }

    private void scheduleIfIdle(long timeout) {
        if (!timer.isScheduled()) {
            timer.schedule(timers.nanoTime() + timeout);
        }
    }

    private void expired() {
        if (connection.awaitsSpace()) {
            // Nothing was lost: it has not been sent.
            timer.schedule(timers.nanoTime() + rtt.timeout());
            return;
        }
        switch (connection.state()) {
            case SYN_SENT, SYN_RECEIVED -> synTimedOut();
            case CLOSED, LISTEN, TIME_WAIT -> {}
            default -> {
                if (sender.flight() != 0) {
                    dataTimedOut();
                } else {
                    probe();
                }
            }
        }
    }

    private void synTimedOut() {
        boolean passive = connection.state() == TcpState.SYN_RECEIVED;
        if (isExhausted(passive ? MAXIMUM_SYN_ACK_RETRIES : MAXIMUM_SYN_RETRIES)) {
            return;
        }
        rtt.backOff();
        if (connection.isProxied() && retries < PROXY_SYN_RETRIES) {
            timer.schedule(timers.nanoTime() + rtt.timeout());
            return;
        }
        connection.path().doubt();
        Route way = connection.wayOrFail();
        if (way != null) {
            sender.sendSyn(way, passive);
        }
    }

    private void dataTimedOut() {
        if (isExhausted(connection.isOrphan() ? MAXIMUM_ORPHAN_RETRIES : MAXIMUM_RETRIES)) {
            return;
        }
        if (retries > 1) {
            connection.path().doubt();
        }
        sender.timedOut(retries);
        rtt.backOff();
        rtt.abandon();
        Route way = connection.wayOrFail();
        if (way != null) {
            sender.output(way);
        }
    }

    private void probe() {
        if (sender.unsent() <= 0 || isExhausted(connection.isOrphan() ? MAXIMUM_ORPHAN_RETRIES : MAXIMUM_RETRIES)) {
            return;
        }
        persistShift++;
        Route way = connection.wayOrFail();
        if (way != null) {
            sender.probeWindow(way);
            sender.output(way);
        }
    }

    /** Counts a retry; ends the connection if there have been enough. */
    private boolean isExhausted(int limit) {
        boolean exhausted = ++retries > limit;
        if (exhausted) {
            connection.fail(connection.lastError(NetworkError.TIMED_OUT));
        }
        return exhausted;
    }
}
