package dev.ristretto.kernel.network.tcp;

import dev.ristretto.kernel.network.ip.FlowKey;
import dev.ristretto.kernel.network.ip.IpLayer;
import dev.ristretto.kernel.network.ip.Route;
import dev.ristretto.kernel.network.socket.NetworkError;
import dev.ristretto.kernel.network.socket.NetworkOption;
import dev.ristretto.kernel.network.time.Timer;
import dev.ristretto.kernel.network.time.TimerQueue;
import org.jspecify.annotations.Nullable;

/** A connection: its state and the passages from one to the next (RFC 9293 section 3.3.2). */
final class TcpConnection extends TcpFlow {
    /** How long a closed socket's connection waits for the peer's FIN. */
    private static final long ORPHAN_FIN_WAIT = 60_000_000_000L;

    private static final long SECOND = 1_000_000_000L;

    private final IpLayer ip;
    private final TimerQueue timers;
    final Tcp tcp;
    final TcpSettings settings;
    final TcpSender sender;
    final TcpReceiver receiver;
    final long created;
    Route route;
    TcpState state = TcpState.CLOSED;
    /** Who uses it; null until it is accepted. */
    @Nullable
    TcpSocket socket;
    /** Whose request queue it is in, null once accepted or if opened from here. */
    @Nullable
    TcpListener listener;

    @Nullable
    TcpConnection olderHalfOpen;

    @Nullable
    TcpConnection newerHalfOpen;

    @Nullable
    TcpConnection nextPending;

    boolean pending;
    boolean timestamps;
    boolean sack;
    boolean windowScaling;
    final int timestampOffset;
    /** When a segment last came that was acceptable. */
    long lastHeard;
    /** When an unacceptable segment was last answered. */
    long lastAnswer;

    private @Nullable NetworkError error;
    private @Nullable NetworkError softError;
    private boolean registered;
    private boolean awaitsSpace;
    private boolean orphan;
    private @Nullable Timer idleTimer;
    private int keepAliveProbes;
    private int peerMss = TcpFormat.DEFAULT_MSS;

    TcpConnection(Tcp tcp, TcpSettings settings, Route route, FlowKey key, int initial) {
        super(key);
        this.tcp = tcp;
        TcpEnvironment environment = tcp.environment();
        ip = environment.ip();
        timers = environment.timers();
        this.settings = settings;
        this.route = route;
        created = timers.nanoTime();
        lastHeard = created;
        lastAnswer = created - SECOND;
        timestampOffset = tcp.timestampOffset(key);
        sender = new TcpSender(environment, this, initial);
        receiver = new TcpReceiver(environment, this);
    }

    // ---- opening

    /** Active open: sends the SYN. */
    void open() {
        state = TcpState.SYN_SENT;
        registered = true;
        sender.sendSyn(route, false);
    }

    /** Passive open: answers the SYN. */
    void synArrived(TcpSegment syn) {
        registered = true;
        takeSyn(syn);
        state = TcpState.SYN_RECEIVED;
        sender.sendSyn(route, true);
    }

    /** Agrees on the options of the peer's SYN. */
    void takeSyn(TcpSegment syn) {
        timestamps = syn.hasTimestamps;
        sack = syn.sackPermitted;
        windowScaling = syn.windowShift >= 0;
        receiver.start(syn.sequence, windowScaling);
        if (timestamps) {
            receiver.timestampRecent = syn.timestampValue;
            receiver.timestampRecentAge = timers.nanoTime();
        }
        if (windowScaling) {
            sender.shift = syn.windowShift;
        }
        peerMss = syn.mss == 0 ? TcpFormat.DEFAULT_MSS : Math.max(64, syn.mss);
        sender.start(syn, segmentSize());
    }

    /** Data bytes of a full segment: what the peer takes and the path carries, without options (RFC 6691). */
    private int segmentSize() {
        return withoutOptions(Math.min(peerMss, advertisedMss(route)));
    }

    /** Data bytes of the largest segment that the peer sends. */
    int largestArriving() {
        return withoutOptions(advertisedMss(route));
    }

    private int withoutOptions(int size) {
        return timestamps ? size - TcpFormat.TIMESTAMPS_LENGTH : size;
    }

    /** The MSS option of this side. */
    int advertisedMss(Route way) {
        return ip.payloadLimit(way) - TcpFormat.HEADER;
    }

    /** Both sides have sent a SYN. */
    void simultaneousOpen() {
        state = TcpState.SYN_RECEIVED;
        sender.sendSyn(route, true);
    }

    /** The peer has sent its SYN again. */
    void answerSyn() {
        if (!awaitsSpace) {
            Route way = tcp.writer.route(this);
            if (way != null) {
                sender.sendSyn(way, true);
            }
        }
    }

    /** The handshake is done. */
    void established() {
        state = TcpState.ESTABLISHED;
        lastHeard = timers.nanoTime();
        keepAliveChanged();
        TcpListener accepting = listener;
        if (accepting != null) {
            accepting.completed(this);
        }
        notifySocket();
        if (sender.finQueued) {
            state = TcpState.FIN_WAIT_1;
            tcp.makePending(this);
        }
    }

    // ---- arrivals

    @Override
    void arrived(TcpSegment segment) {
        tcp.input.arrived(this, segment);
    }

    /** SND.UNA has advanced. */
    void sentDataAcknowledged() {
        ip.confirm(route);
        softError = null;
        keepAliveProbes = 0;
        tcp.makePending(this);
        if (sender.isFinAcknowledged()) {
            switch (state) {
                case FIN_WAIT_1 -> {
                    state = TcpState.FIN_WAIT_2;
                    if (orphan) {
                        scheduleIdle(timers.nanoTime() + ORPHAN_FIN_WAIT);
                    }
                }
                case CLOSING -> enterTimeWait();
                case LAST_ACK -> over();
                default -> {}
            }
        }
        TcpSocket user = socket;
        if (user != null) {
            user.spaceFreed(this);
        }
    }

    void dataArrived() {
        keepAliveProbes = 0;
        notifySocket();
    }

    /** All the peer had to say has been said. */
    void finArrived() {
        switch (state) {
            case ESTABLISHED -> state = TcpState.CLOSE_WAIT;
            case FIN_WAIT_1 -> state = TcpState.CLOSING;
            case FIN_WAIT_2 -> {
                acknowledgeImmediately();
                enterTimeWait();
            }
            default -> {}
        }
        notifySocket();
    }

    /** Sends an acknowledgement that must not wait for others. */
    void acknowledgeImmediately() {
        Route way = tcp.writer.route(this);
        receiver.acknowledgeNow = true;
        if (way != null && tcp.writer.send(this, way, sender.next, TcpFormat.ACK, 0, sender.mss)) {
            receiver.acknowledgeNow = false;
        }
    }

    /** A router reports that our segments do not arrive. */
    void reported(NetworkError reason) {
        boolean opening = state == TcpState.SYN_SENT || state == TcpState.SYN_RECEIVED && listener == null;
        if (opening) {
            fail(reason);
        } else {
            // RFC 1122 section 4.2.3.9, RFC 5927 section 5.2: remembered, but no reason to end a connection that works.
            softError = reason;
        }
    }

    /** The application has changed one of the settings. */
    void settingChanged(NetworkOption option) {
        switch (option) {
            case RECEIVE_BUFFER -> receiver.window.setBuffer(settings.receiveBuffer);
            case SEND_BUFFER -> sender.setLimit(settings.sendBuffer);
            case NO_DELAY -> tcp.makePending(this);
            case KEEP_ALIVE, KEEP_ALIVE_IDLE, KEEP_ALIVE_INTERVAL, KEEP_ALIVE_COUNT -> keepAliveChanged();
            default -> {}
        }
    }

    void pathMtuChanged() {
        int size = segmentSize();
        if (size < sender.mss) {
            sender.setMss(size);
            if (state != TcpState.SYN_SENT && state != TcpState.SYN_RECEIVED) {
                sender.resend();
            }
        }
    }

    /** The error to report when the peer is silent: what routers said, or that. */
    NetworkError lastError(NetworkError otherwise) {
        NetworkError soft = softError;
        return soft == null ? otherwise : soft;
    }

    // ---- output

    /** Sends what may be sent. */
    void output() {
        if (!registered || awaitsSpace) {
            return;
        }
        Route way = tcp.writer.route(this);
        if (way == null) {
            fail(NetworkError.NETWORK_UNREACHABLE);
            return;
        }
        switch (state) {
            case CLOSED, LISTEN, SYN_SENT, TIME_WAIT -> {}
            case SYN_RECEIVED -> acknowledgeIfDue(way);
            default -> {
                sender.output(way);
                acknowledgeIfDue(way);
            }
        }
    }

    private void acknowledgeIfDue(Route way) {
        if (receiver.acknowledgeNow) {
            tcp.writer.send(this, way, sender.next, TcpFormat.ACK, 0, sender.mss);
        }
    }

    /** The link had no space: goes on when it has. */
    void awaitSpace(Route way) {
        if (!awaitsSpace) {
            awaitsSpace = true;
            way.through().awaitSpace(this::spaceAvailable);
        }
    }

    boolean awaitsSpace() {
        return awaitsSpace;
    }

    private void spaceAvailable() {
        awaitsSpace = false;
        if (!registered) {
            return;
        }
        if (state == TcpState.SYN_SENT || state == TcpState.SYN_RECEIVED) {
            sender.sendSyn(route, state == TcpState.SYN_RECEIVED);
        } else {
            tcp.makePending(this);
        }
    }

    // ---- closing

    /** The application has no more to send. */
    void shutOutput() {
        if (sender.finQueued) {
            return;
        }
        sender.finQueued = true;
        sender.corked = false;
        switch (state) {
            case ESTABLISHED -> state = TcpState.FIN_WAIT_1;
            case CLOSE_WAIT -> state = TcpState.LAST_ACK;
            default -> {}
        }
        tcp.makePending(this);
    }

    void shutInput() {
        receiver.shut();
        tcp.makePending(this);
    }

    /** The application has closed the socket. */
    void close() {
        orphan = true;
        if (!registered) {
            receiver.shut();
            return;
        }
        if (state == TcpState.SYN_SENT) {
            over();
            return;
        }
        // RFC 2525 section 2.17: the peer must learn that what it sent was not read.
        if (settings.linger == 0 || receiver.queue.size() > 0) {
            abort();
            return;
        }
        shutOutput();
        if (state == TcpState.FIN_WAIT_2) {
            scheduleIdle(timers.nanoTime() + ORPHAN_FIN_WAIT);
        }
    }

    boolean isOrphan() {
        return orphan;
    }

    /** Whether nothing is left to be sent or acknowledged. */
    boolean isOver() {
        return !registered;
    }

    /** Ends the connection with a reset (RFC 9293 section 3.10.5). */
    void abort() {
        if (registered) {
            switch (state) {
                case SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK -> {
                    sendReset();
                }
                default -> {}
            }
            over();
        }
        receiver.shut();
    }

    /** The connection has failed. */
    void fail(NetworkError reason) {
        if (registered) {
            error = reason;
            over();
            notifySocket();
        }
    }

    /** The connection goes without a word. */
    void vanish() {
        if (registered) {
            over();
        }
    }

    private void enterTimeWait() {
        leave(TcpState.TIME_WAIT);
        tcp.timeWaits.add(new TimeWait(tcp, this));
        notifyOver();
    }

    private void over() {
        leave(TcpState.CLOSED);
        notifyOver();
    }

    private void leave(TcpState last) {
        if (state == TcpState.SYN_RECEIVED && listener != null) {
            listener.removeHalfOpen(this);
        }
        state = last;
        registered = false;
        sender.stop();
        receiver.stop();
        Timer idle = idleTimer;
        if (idle != null) {
            idle.cancel();
        }
        tcp.remove(this);
    }

    private void notifyOver() {
        TcpSocket user = socket;
        if (user != null) {
            user.changed();
        }
    }

    private void notifySocket() {
        TcpSocket user = socket;
        if (user != null && !orphan) {
            user.changed();
        }
    }

    @Nullable
    NetworkError error() {
        return error;
    }

    @Nullable
    NetworkError takeError() {
        NetworkError pendingError = error;
        error = null;
        return pendingError;
    }

    // ---- keep-alive (RFC 9293 section 3.8.4) and the end of orphans in FIN-WAIT-2, which have one timer

    /** The settings have changed, or the connection is new. */
    private void keepAliveChanged() {
        if (!registered || orphan && state == TcpState.FIN_WAIT_2) {
            return;
        }
        if (settings.keepAlive && state != TcpState.SYN_SENT && state != TcpState.SYN_RECEIVED) {
            scheduleIdle(lastHeard + settings.keepAliveIdle * SECOND);
        } else if (idleTimer != null) {
            idleTimer.cancel();
        }
    }

    private void scheduleIdle(long deadline) {
        Timer timer = idleTimer;
        if (timer == null) {
            timer = timers.newTimer(this::idleTimerExpired);
            idleTimer = timer;
        }
        timer.schedule(deadline);
    }

    private void idleTimerExpired() {
        if (!registered) {
            return;
        }
        if (orphan && state == TcpState.FIN_WAIT_2) {
            over();
            return;
        }
        long now = timers.nanoTime();
        long silence = now - lastHeard;
        long idle = settings.keepAliveIdle * SECOND;
        if (silence < idle || sender.flight() > 0) {
            // Something was heard since, or the retransmission timer watches the peer.
            keepAliveProbes = 0;
            scheduleIdle(Math.max(lastHeard + idle, now + SECOND));
            return;
        }
        if (keepAliveProbes >= settings.keepAliveCount) {
            sendReset();
            fail(lastError(NetworkError.TIMED_OUT));
            return;
        }
        keepAliveProbes++;
        Route way = tcp.writer.route(this);
        if (way != null && !awaitsSpace) {
            sender.probeKeepAlive(way);
        }
        scheduleIdle(now + settings.keepAliveInterval * SECOND);
    }

    private void sendReset() {
        Route way = tcp.writer.route(this);
        if (way != null && !awaitsSpace) {
            tcp.writer.send(this, way, sender.next, TcpFormat.RST | TcpFormat.ACK, 0, sender.mss);
        }
    }
}
