package dev.ristretto.kernel.network.tcp;

import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.kernel.network.ip.FlowKey;
import dev.ristretto.kernel.network.ip.PeerPath;
import dev.ristretto.kernel.network.ip.Route;
import dev.ristretto.kernel.network.link.NetworkInterface;
import dev.ristretto.kernel.network.socket.NetworkError;
import dev.ristretto.kernel.network.socket.NetworkOption;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import dev.ristretto.kernel.network.tcp.format.TcpFormat;
import dev.ristretto.kernel.network.time.TimerQueue;
import org.jspecify.annotations.Nullable;

/** A connection: its state and the passages from one to the next (RFC 9293 section 3.3.2). */
final class TcpConnection extends TcpFlow {
    /** Interval of answers to unacceptable segments without data, which may be answers themselves. */
    private static final long ANSWER_INTERVAL = 500_000_000L;

    private final Tcp tcp;
    private final PeerPath path;
    private final boolean proxied;
    private final TimerQueue timers;
    private final NetworkCounters counters;
    private final TcpSettings settings;
    private final AgreedOptions options = new AgreedOptions();
    private final TcpSender sender;
    private final TcpReceiver receiver;
    private final IdleTimer idle;
    private final int timestampOffset;
    private TcpState state = TcpState.CLOSED;
    /** Who uses it; null until it is accepted. */
    private @Nullable TcpSocket socket;
    /** When the socket got it. */
    private long servedSince;

    /** Whose request queue it is in, null once accepted or if opened from here. */
    private @Nullable TcpListener listener;
    /** Neighbours in a {@link ConnectionQueue}, which alone uses them. */
    @Nullable
    TcpConnection older;

    @Nullable
    TcpConnection newer;

    /** Link and mark of the queue of {@link Tcp}, which alone uses them. */
    @Nullable
    TcpConnection nextPending;

    boolean pending;

    /** When an unacceptable segment was last answered. */
    private long lastAnswer;

    private @Nullable NetworkError error;
    private @Nullable NetworkError softError;
    private boolean registered;
    private final NetworkInterface.SpaceWaiter spaceWaiter = new NetworkInterface.SpaceWaiter(this::spaceAvailable);
    private boolean awaitsSpace;
    /** Its SYN has found no space, and there may be some now. */
    private boolean synIsDue;
    /** The SYN that was not answered yet and that a proxy may not have read, 0 if there is none. */
    private long unreadSyn;
    /** It has ended with a reset that has found no space or no memory. */
    private boolean resetIsDue;

    private boolean orphan;
    private boolean inbound;

    TcpConnection(Tcp tcp, TcpSettings settings, Route route, FlowKey key, int initial) {
        super(key);
        this.tcp = tcp;
        TcpEnvironment environment = tcp.environment();
        path = new PeerPath(environment.ip(), key, route);
        proxied = route.through().isProxied();
        timers = environment.timers();
        counters = environment.counters();
        this.settings = settings;
        lastAnswer = timers.nanoTime() - ANSWER_INTERVAL;
        timestampOffset = tcp.timestampOffset(key);
        idle = new IdleTimer(timers, this, settings);
        sender = new TcpSender(environment, this, tcp.writer(), initial);
        receiver = new TcpReceiver(environment, this);
    }

    // ---- opening

    /** Active open: sends the SYN. */
    void open() {
        counters.count(NetworkCounter.TCP_ACTIVE_OPENS);
        state = TcpState.SYN_SENT;
        registered = true;
        sender.sendSyn(path.last(), false);
    }

    /** Passive open: answers the SYN that a listener has got. */
    void open(TcpListener from, TcpSegment syn) {
        counters.count(NetworkCounter.TCP_PASSIVE_OPENS);
        listener = from;
        inbound = true;
        from.addHalfOpen(this);
        registered = true;
        takeSyn(syn);
        state = TcpState.SYN_RECEIVED;
        sender.sendSyn(path.last(), true);
    }

    /** Passive open by an acknowledgement alone, of a SYN that was sent without keeping anything of it. */
    void reopen(TcpListener from, TcpSegment syn) {
        listener = from;
        inbound = true;
        from.addHalfOpen(this);
        registered = true;
        takeSyn(syn);
        state = TcpState.SYN_RECEIVED;
        sender.synSent();
    }

    /** A proxy has accepted the connection of its client before it asked: the handshake is done with our answer. */
    void completeIfProxied() {
        if (proxied && state == TcpState.SYN_RECEIVED && !awaitsSpace && !synIsDue) {
            sender.synTaken();
            established();
        }
    }

    /** Whether it is a proxy that asked for it. */
    boolean isProxied() {
        return proxied;
    }

    /** Agrees on the options of the peer's SYN. */
    void takeSyn(TcpSegment syn) {
        options.take(syn);
        receiver.start(syn, options.windowScaling());
        sender.start(syn, segmentSize());
    }

    private int segmentSize() {
        return options.segmentSize(ownMss());
    }

    /** Data bytes of the largest segment that the peer sends. */
    int largestArriving() {
        return options.withoutOptions(ownMss());
    }

    /** Both sides have sent a SYN. */
    void simultaneousOpen() {
        state = TcpState.SYN_RECEIVED;
        sender.sendSyn(path.last(), true);
    }

    /** The peer has sent its SYN again. */
    void answerSyn() {
        if (!awaitsSpace) {
            Route way = path.find();
            if (way != null) {
                sender.sendSyn(way, true);
            }
        }
    }

    /** The handshake is done. */
    void established() {
        state = TcpState.ESTABLISHED;
        idle.heard();
        idle.keepAliveChanged();
        TcpListener accepting = listener;
        if (accepting != null) {
            accepting.completed(this);
        }
        notifySocket();
        if (sender.isFinished()) {
            state = TcpState.FIN_WAIT_1;
            makePending();
        }
    }

    // ---- arrivals

    @Override
    void arrived(TcpSegment segment) {
        unreadSyn = 0;
        tcp.input().arrived(this, segment);
    }

    /** SND.UNA has advanced. */
    void sentDataAcknowledged() {
        path.confirm();
        softError = null;
        idle.progress();
        makePending();
        if (sender.isFinAcknowledged()) {
            switch (state) {
                case FIN_WAIT_1 -> {
                    state = TcpState.FIN_WAIT_2;
                    if (orphan) {
                        idle.limitFinWait();
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
        idle.progress();
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
        Route way = path.find();
        receiver.demandAcknowledgement();
        if (way != null) {
            send(way, TcpFormat.ACK);
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
            case RECEIVE_BUFFER -> receiver.setBuffer(settings.receiveBuffer);
            case SEND_BUFFER -> sender.setLimit(settings.sendBuffer);
            case NO_DELAY -> makePending();
            case KEEP_ALIVE, KEEP_ALIVE_IDLE, KEEP_ALIVE_INTERVAL, KEEP_ALIVE_COUNT -> idle.keepAliveChanged();
            default -> {}
        }
    }

    void pathMtuChanged() {
        sender.shrinkSegments(segmentSize(), state != TcpState.SYN_SENT && state != TcpState.SYN_RECEIVED);
    }

    /** The error to report when the peer is silent: what routers said, or that. */
    NetworkError lastError(NetworkError otherwise) {
        NetworkError soft = softError;
        return soft == null ? otherwise : soft;
    }

    // ---- output

    /** Sends what may be sent. */
    void output() {
        if (resetIsDue && !awaitsSpace) {
            trySendReset();
        }
        if (!registered || awaitsSpace) {
            return;
        }
        Route way = wayOrFail();
        if (way == null) {
            return;
        }
        switch (state) {
            case CLOSED, LISTEN, TIME_WAIT -> {}
            case SYN_SENT -> sendDueSyn(false);
            case SYN_RECEIVED -> {
                sendDueSyn(true);
                acknowledgeIfDue(way);
            }
            default -> {
                sender.output(way);
                acknowledgeIfDue(way);
            }
        }
    }

    private void sendDueSyn(boolean acknowledge) {
        if (synIsDue) {
            sender.sendSyn(path.last(), acknowledge);
            synIsDue = false;
            completeIfProxied();
        }
    }

    private void acknowledgeIfDue(Route way) {
        if (receiver.isAcknowledgementDue()) {
            send(way, TcpFormat.ACK);
        }
    }

    private boolean send(Route way, int flags) {
        return tcp.writer().send(this, way, sender.next(), flags, 0, sender.mss());
    }

    /** The present way to the peer; null if there is none any more, with which the connection ends. */
    @Nullable
    Route wayOrFail() {
        Route way = path.find();
        if (way == null) {
            fail(NetworkError.NETWORK_UNREACHABLE);
        }
        return way;
    }

    /** The link had no space: goes on when it has. */
    void awaitSpace(Route way) {
        if (!awaitsSpace) {
            awaitsSpace = true;
            way.through().awaitSpace(spaceWaiter);
        }
    }

    boolean awaitsSpace() {
        return awaitsSpace;
    }

    /** The SYN has been sent. */
    void synSent(Route way) {
        if (proxied) {
            unreadSyn = way.through().proxyProgress().synSent();
        }
    }

    /** Whether a proxy may not have read the SYN yet: goes on when it has. */
    boolean awaitsProxy(Route way) {
        if (unreadSyn == 0 || way.through().proxyProgress().hasRead(unreadSyn)) {
            return false;
        }
        if (!awaitsSpace) {
            awaitsSpace = true;
            way.through().proxyProgress().await(spaceWaiter);
        }
        return true;
    }

    private void spaceAvailable() {
        awaitsSpace = false;
        synIsDue = state == TcpState.SYN_SENT || state == TcpState.SYN_RECEIVED;
        makePending();
    }

    // ---- closing

    /** The application has no more to send. */
    void shutOutput() {
        if (!sender.finish()) {
            return;
        }
        switch (state) {
            case ESTABLISHED -> state = TcpState.FIN_WAIT_1;
            case CLOSE_WAIT -> state = TcpState.LAST_ACK;
            default -> {}
        }
        makePending();
    }

    void shutInput() {
        receiver.shut();
        makePending();
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
        if (settings.linger == 0 || receiver.readable() > 0) {
            abort();
            return;
        }
        shutOutput();
        if (state == TcpState.FIN_WAIT_2) {
            idle.limitFinWait();
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

    /** What it was about to do has failed halfway, for there is no memory: ends with a reset. */
    void failWithoutMemory() {
        if (registered) {
            sendReset();
            fail(NetworkError.NO_BUFFERS);
        }
    }

    /** The connection goes without a word. */
    void vanish() {
        if (registered) {
            over();
        }
    }

    private void enterTimeWait() {
        tcp.timeWaitQueue().add(new TimeWait(tcp, this)); // before it leaves: what fails has changed nothing
        leave(TcpState.TIME_WAIT);
        notifyOver();
    }

    private void over() {
        leave(TcpState.CLOSED);
        notifyOver();
    }

    private void leave(TcpState last) {
        switch (state) {
            case SYN_SENT, SYN_RECEIVED -> counters.count(NetworkCounter.TCP_ATTEMPT_FAILS);
            case ESTABLISHED, CLOSE_WAIT -> counters.count(NetworkCounter.TCP_ESTAB_RESETS);
            default -> {}
        }
        if (state == TcpState.SYN_RECEIVED && listener != null) {
            listener.removeHalfOpen(this);
        }
        state = last;
        registered = false;
        sender.stop();
        receiver.stop();
        idle.stop();
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

    /** The peer has answered no probe. */
    void giveUp() {
        sendReset();
        fail(lastError(NetworkError.TIMED_OUT));
    }

    /** Whether the application serves it: it has accepted it and not closed it. */
    boolean isServed() {
        return inbound && socket != null && !orphan;
    }

    /** When the peer last sent something new or took something, or a listener handed the connection out. */
    long lastProgress() {
        long last = idle.lastProgress();
        return last - servedSince < 0 ? servedSince : last;
    }

    /** Ends the connection, for there is no memory to serve it; returns the socket it was served by. */
    @Nullable
    TcpSocket shed() {
        TcpSocket served = socket;
        counters.count(NetworkCounter.TCP_CONNECTION_LIMIT);
        sendReset();
        fail(NetworkError.CONNECTION_RESET);
        return served;
    }

    /** Asks the peer for a sign of life. */
    void probeKeepAlive() {
        Route way = path.find();
        if (way != null && !awaitsSpace) {
            sender.probeKeepAlive(way);
        }
    }

    /** Without space or memory for it the reset goes out later: a peer that only waits would wait for ever. */
    private void sendReset() {
        resetIsDue = true;
        try {
            trySendReset();
        } catch (OutOfMemoryError e) {
            makePending();
        }
    }

    private void trySendReset() {
        Route way = path.find();
        resetIsDue = way != null && (awaitsSpace || !send(way, TcpFormat.RST | TcpFormat.ACK));
    }

    // ---- what the other parts ask and tell

    /** Has its output run when the present call into the stack ends. */
    void makePending() {
        tcp.makePending(this);
    }

    /** A segment has come that was acceptable. */
    void heard() {
        idle.heard();
    }

    /**
     * Whether an unacceptable segment may be answered; if so, it counts as answered. Those without data only now and
     * then.
     */
    boolean mayAnswer(boolean hasData) {
        long now = timers.nanoTime();
        if (!hasData && now - lastAnswer < ANSWER_INTERVAL) {
            return false;
        }
        lastAnswer = now;
        idle.heard();
        return true;
    }

    /** The socket uses it from now on. */
    void attach(TcpSocket user) {
        socket = user;
        listener = null;
        servedSince = timers.nanoTime();
    }

    /** Whether a listener has got it and nobody has accepted it. */
    boolean isPassive() {
        return listener != null;
    }

    /** Whether it cannot become complete because its listener's queue has no room. */
    boolean isAcceptQueueFull() {
        return listener != null && listener.isFull();
    }

    /** Whether only the peer could end it, and nobody waits for that. */
    boolean isAbandoned() {
        return orphan && state == TcpState.FIN_WAIT_2;
    }

    /** Whether something sent is not acknowledged. */
    boolean hasFlight() {
        return sender.flight() > 0;
    }

    /** The value of the timestamps option now. */
    int timestamp() {
        return tcp.timestamp(timestampOffset);
    }

    int timestampOffset() {
        return timestampOffset;
    }

    TcpState state() {
        return state;
    }

    TcpSettings settings() {
        return settings;
    }

    AgreedOptions options() {
        return options;
    }

    TcpSender sender() {
        return sender;
    }

    TcpReceiver receiver() {
        return receiver;
    }

    PeerPath path() {
        return path;
    }

    private int ownMss() {
        return path.payloadLimit(path.last()) - TcpFormat.HEADER;
    }
}
