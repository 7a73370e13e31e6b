package dev.ristretto.kernel.network.tcp;

import dev.ristretto.kernel.network.time.Timer;
import dev.ristretto.kernel.network.time.TimerQueue;

/** Keep-alive (RFC 9293 section 3.8.4) and the end of orphans in FIN-WAIT-2, which have one timer. */
final class IdleTimer {
    /** How long a closed socket's connection waits for the peer's FIN. */
    private static final long ORPHAN_FIN_WAIT = 60_000_000_000L;

    private static final long SECOND = 1_000_000_000L;

    private final TimerQueue timers;
    private final TcpConnection connection;
    private final TcpSettings settings;
    /** Made with the connection, although most need none: to end one must not fail for lack of memory. */
    private final Timer timer;

    private long lastHeard;
    private long lastProgress;
    private int probes;

    IdleTimer(TimerQueue timers, TcpConnection connection, TcpSettings settings) {
        this.timers = timers;
        this.connection = connection;
        this.settings = settings;
        timer = timers.newTimer(this::expired);
        lastHeard = timers.nanoTime();
        lastProgress = lastHeard;
    }

    /** A segment has come that was acceptable. */
    void heard() {
        lastHeard = timers.nanoTime();
    }

    /** The peer has said something new. */
    void progress() {
        probes = 0;
        lastProgress = timers.nanoTime();
    }

    /** When it last did, or the connection began. */
    long lastProgress() {
        return lastProgress;
    }

    /** The settings have changed, or the connection is new. */
    void keepAliveChanged() {
        if (connection.isOver() || connection.isAbandoned()) {
            return;
        }
        TcpState state = connection.state();
        if (settings.keepAlive && state != TcpState.SYN_SENT && state != TcpState.SYN_RECEIVED) {
            schedule(lastHeard + settings.keepAliveIdle * SECOND);
        } else {
            stop();
        }
    }

    /** Nobody is left to read what the peer may still send: its FIN is not waited for without end. */
    void limitFinWait() {
        schedule(timers.nanoTime() + ORPHAN_FIN_WAIT);
    }

    void stop() {
        timer.cancel();
    }

    private void schedule(long deadline) {
        timer.schedule(deadline);
    }

    private void expired() {
        if (connection.isOver()) {
            return;
        }
        if (connection.isAbandoned()) {
            connection.vanish();
            return;
        }
        long now = timers.nanoTime();
        long silence = now - lastHeard;
        long idle = settings.keepAliveIdle * SECOND;
        if (silence < idle || connection.hasFlight()) {
            // Something was heard since, or the retransmission timer watches the peer.
            probes = 0;
            schedule(Math.max(lastHeard + idle, now + SECOND));
            return;
        }
        if (probes >= settings.keepAliveCount) {
            connection.giveUp();
            return;
        }
        probes++;
        connection.probeKeepAlive();
        schedule(now + settings.keepAliveInterval * SECOND);
    }
}
