package dev.ristretto.kernel.network.tcp;

import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.kernel.network.buffer.ChunkPool;
import dev.ristretto.kernel.network.icmp.ErrorListener;
import dev.ristretto.kernel.network.icmp.FailedPacket;
import dev.ristretto.kernel.network.ip.Endpoint;
import dev.ristretto.kernel.network.ip.FlowKey;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.ip.IpLayer;
import dev.ristretto.kernel.network.ip.IpProtocol;
import dev.ristretto.kernel.network.ip.Ipv4Format;
import dev.ristretto.kernel.network.ip.Ipv4Packet;
import dev.ristretto.kernel.network.ip.Route;
import dev.ristretto.kernel.network.ip.SipHash;
import dev.ristretto.kernel.network.socket.MemoryGauge;
import dev.ristretto.kernel.network.socket.NetworkError;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.socket.StackLock;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import dev.ristretto.kernel.network.tcp.format.TcpFormat;
import dev.ristretto.kernel.network.time.TimerQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** TCP (RFC 9293): the flows of this machine, the way of segments to them, and what they have pending to be sent. */
public final class Tcp implements IpProtocol, ErrorListener {
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final TcpEnvironment environment;
    private final IpLayer ip;
    private final TimerQueue timers;
    private final TcpLimits limits;
    private final NetworkCounters counters;
    private final FlowTable flows;
    private final MemoryGuard memory;
    private final TcpPorts ports;
    private final TimeWaitQueue timeWaits;
    private final TcpWriter writer;
    private final TcpInput input;
    private final SynCookies cookies;
    private final EarlyRequests early;
    private final WaitingRequests waiting;
    private final SipHash hash;
    private final TcpSegment segment = new TcpSegment();
    private int connections;
    private @Nullable TcpConnection firstPending;
    private @Nullable TcpConnection lastPending;

    /** TCP over {@code ip} without connections. */
    public Tcp(
            IpLayer ip,
            TimerQueue timers,
            ChunkPool chunks,
            RandomGenerator random,
            TcpLimits limits,
            StackLock lock,
            NetworkCounters counters) {
        flows = new FlowTable(random.nextLong());
        writer = new TcpWriter(ip, counters);
        waiting = new WaitingRequests(timers, 2 * limits.maximumConnections(), writer::sendReset);
        memory = new MemoryGuard(timers, flows, waiting, limits.maximumServed());
        environment = new TcpEnvironment(ip, timers, chunks, random, limits, lock, counters, memory);
        this.ip = ip;
        this.timers = timers;
        this.limits = limits;
        this.counters = counters;
        ports = new TcpPorts(environment, flows);
        timeWaits = new TimeWaitQueue(this, timers, limits.maximumTimeWait());
        input = new TcpInput(writer, counters);
        cookies = new SynCookies(timers, random);
        early = new EarlyRequests(timers, this::refuse);
        hash = new SipHash(random.nextLong(), random.nextLong());
    }

    @Override
    public int number() {
        return Ipv4Format.TCP;
    }

    /** A new socket: unbound, unconnected. Thread-safe. */
    public TcpSocket newSocket() {
        return new TcpSocket(this);
    }

    TcpEnvironment environment() {
        return environment;
    }

    TcpPorts ports() {
        return ports;
    }

    TimeWaitQueue timeWaitQueue() {
        return timeWaits;
    }

    TcpWriter writer() {
        return writer;
    }

    TcpInput input() {
        return input;
    }

    @Override
    public void receive(Ipv4Packet packet) {
        NetworkCounter refused = packet.isGroup() ? NetworkCounter.TCP_GROUP : segment.parse(packet);
        if (refused != null) {
            counters.count(refused);
            return;
        }
        TcpFlow flow = flows.find(segment.localAddress, segment.localPort, segment.remoteAddress, segment.remotePort);
        if (flow instanceof TcpConnection connection) {
            arrived(connection);
        } else if (flow != null) {
            flow.arrived(segment);
        } else if ((segment.flags & (TcpFormat.SYN | TcpFormat.ACK | TcpFormat.RST | TcpFormat.FIN)) == TcpFormat.SYN) {
            synArrived(segment, 0);
        } else if (!cookieArrived(segment)) {
            counters.count(NetworkCounter.TCP_NO_CONNECTION);
            writer.sendReset(segment);
        }
    }

    /** What cannot be done to its end, for there is no memory, ends the connection: nobody waits for the rest of it. */
    private void arrived(TcpConnection connection) {
        try {
            connection.arrived(segment);
        } catch (OutOfMemoryError e) {
            connection.failWithoutMemory();
            throw e;
        }
    }

    /**
     * A connection request for which there is no connection (RFC 9293 section 3.10.7.2).
     *
     * @param initial initial sequence number, 0 to compute one
     */
    void synArrived(TcpSegment syn, int initial) {
        Route route = ip.route(IpAddress.ofV4(syn.remoteAddress), IpAddress.ofV4(syn.localAddress));
        if (syn.remotePort == 0) {
            counters.count(NetworkCounter.TCP_MALFORMED);
            return;
        }
        if (route == null || route.isGroup()) {
            return;
        }
        TcpListener listener = ports.listener(syn.localAddress, syn.localPort);
        if (listener == null) {
            if (route.through().isLoopback() || !early.keep(syn)) {
                refuse(syn);
            }
            return;
        }
        boolean proxied = route.through().isProxied();
        boolean full = isFull();
        if (full || (proxied ? !listener.admitsProxied() : listener.isFull())) {
            counters.count(full ? NetworkCounter.TCP_CONNECTION_LIMIT : NetworkCounter.TCP_ACCEPT_QUEUE_FULL);
            if (proxied) {
                waiting.add(syn);
            } // Others ask again, and then there may be room.
            return;
        }
        FlowKey key = syn.key();
        if (!proxied && !listener.admitsHalfOpen()) {
            answerWithCookie(listener, route, key, syn);
            return;
        }
        int number = initial != 0 ? initial : initialSequence(key);
        TcpConnection connection = new TcpConnection(this, listener.settings().copy(), route, key, number);
        add(connection);
        try {
            connection.open(listener, syn);
            connection.completeIfProxied();
        } catch (OutOfMemoryError e) {
            connection.failWithoutMemory();
            throw e;
        }
    }

    /**
     * The application that will listen starts now: requests that come before are kept for a while, not refused. A port
     * of the host may lead here from the first moment on.
     */
    public void keepEarlyRequests() {
        early.begin();
    }

    /** Tells from now on whether the program is short of memory. */
    public void setMemoryGauge(MemoryGauge gauge) {
        memory.setGauge(gauge);
    }

    /** Looks whether the program is short of memory, and makes room if so. To be called often. */
    public void watchMemory() {
        memory.look();
    }

    /** The stack itself has found no memory: makes room if connections take it. */
    public void outOfMemory() {
        boolean unused = memory.shed();
    }

    /** Whether no connection more is let in. */
    private boolean isFull() {
        return connections >= limits.maximumConnections() || memory.isLow();
    }

    /** Nobody listens where a request was sent to. */
    private void refuse(TcpSegment syn) {
        counters.count(NetworkCounter.TCP_NO_PORT);
        writer.sendReset(syn);
    }

    /** A socket listens from now on. */
    void listening() {
        for (TcpSegment syn : early.take(request -> ports.listener(request.localAddress, request.localPort) != null)) {
            if (flows.find(syn.key()) == null) {
                synArrived(syn, 0);
            }
        }
    }

    /** Answers a request without keeping anything of it, for its listener has too many of them. */
    private void answerWithCookie(TcpListener listener, Route route, FlowKey key, TcpSegment request) {
        TcpSettings settings = listener.settings();
        TcpWriter.Syn answer = writer.syn();
        answer.ports = key.ports();
        answer.sequence = cookies.sequence(request);
        answer.acknowledges = true;
        answer.acknowledgement = request.sequence + 1;
        answer.window = ReceiveWindow.initial(settings, limits);
        answer.mss = ip.payloadLimit(route) - TcpFormat.HEADER;
        answer.timestamps = request.hasTimestamps;
        answer.timestampValue = SynCookies.timestamp(timestamp(timestampOffset(key)), request);
        answer.timestampEcho = request.timestampValue;
        answer.sackPermitted = request.hasTimestamps && request.sackPermitted;
        answer.windowShift =
                request.hasTimestamps && request.windowShift >= 0 ? ReceiveWindow.proposedShift(settings, limits) : -1;
        if (writer.send(route, answer)) {
            counters.count(NetworkCounter.TCP_SYN_COOKIES_SENT);
            listener.cookieSent();
        }
    }

    /** If a segment acknowledges an {@link #answerWithCookie answer that was not kept}, its connection begins. */
    private boolean cookieArrived(TcpSegment segment) {
        if ((segment.flags & (TcpFormat.SYN | TcpFormat.ACK | TcpFormat.RST)) != TcpFormat.ACK) {
            return false;
        }
        TcpListener listener = ports.listener(segment.localAddress, segment.localPort);
        if (listener == null || !listener.expectsCookies()) {
            return false;
        }
        TcpSegment syn = cookies.recover(segment);
        Route route = syn == null
                ? null
                : ip.route(IpAddress.ofV4(segment.remoteAddress), IpAddress.ofV4(segment.localAddress));
        if (syn == null || route == null) {
            return false;
        }
        // Without room it is as if the segment were lost: the peer sends its data again.
        if (listener.isFull()) {
            counters.count(NetworkCounter.TCP_ACCEPT_QUEUE_FULL);
        } else if (isFull()) {
            counters.count(NetworkCounter.TCP_CONNECTION_LIMIT);
        } else {
            TcpConnection connection = new TcpConnection(
                    this, listener.settings().copy(), route, segment.key(), segment.acknowledgement - 1);
            add(connection);
            connection.reopen(listener, syn);
            arrived(connection);
        }
        return true;
    }

    /**
     * A connection to the end of a route, not opened yet.
     *
     * @param boundPort own port, 0 to choose one
     */
    TcpConnection connect(TcpSettings settings, Route route, int boundPort, int port) throws NetworkException {
        Endpoint remote = new Endpoint(route.destination(), port);
        int own = boundPort != 0 ? boundPort : ports.chooseForConnection(route.source(), remote);
        if (own == 0) {
            throw new NetworkException(
                    NetworkError.ADDRESS_NOT_AVAILABLE, "all ports for connections to " + remote + " are in use");
        }
        FlowKey key = new FlowKey(new Endpoint(route.source(), own), remote);
        int initial = initialSequence(key);
        TcpFlow present = flows.find(key);
        if (present instanceof TimeWait old && old.canBeFollowed()) {
            // RFC 6191, from the other side: larger numbers and timestamps tell the new connection from the old one.
            initial = old.nextInitial();
            timeWaits.remove(old);
        } else if (present != null) {
            throw new NetworkException(NetworkError.ADDRESS_IN_USE, "port " + own + " has a connection to " + remote);
        }
        TcpConnection connection = new TcpConnection(this, settings, route, key, initial);
        add(connection);
        return connection;
    }

    @Override
    public void failed(FailedPacket packet) {
        TcpFlow flow = flows.find(
                packet.source().v4(), packet.sourcePort(), packet.destination().v4(), packet.destinationPort());
        int sequence = packet.quote().getInt(packet.payload() + TcpFormat.SEQUENCE);
        // RFC 5927 section 4.1: only who sees our segments knows what is on its way.
        if (flow instanceof TcpConnection connection && connection.sender().isOnItsWay(sequence)) {
            if (packet.pathMtu() != 0) {
                ip.lowerPathMtu(packet.destination(), packet.pathMtu());
                connection.pathMtuChanged();
            } else {
                connection.reported(packet.error());
            }
        }
    }

    /** Connections in all states, and what remains of those in TIME-WAIT. */
    public int flows() {
        return flows.size();
    }

    /** Connections in TIME-WAIT. */
    public int timeWaits() {
        return timeWaits.size();
    }

    /** Ports in use by sockets, connections and what remains of them. */
    public int portsInUse() {
        return ports.size();
    }

    void add(TcpConnection connection) {
        register(connection);
        connections++;
    }

    /** The connection has ended. */
    void remove(TcpConnection connection) {
        connections--;
        unregister(connection);
    }

    void register(TcpFlow flow) {
        ports.flowAdded(flow.key().local().port()); // nothing has changed if there is no memory for it
        flows.add(flow);
    }

    void unregister(TcpFlow flow) {
        if (flows.remove(flow)) {
            ports.flowRemoved(flow.key().local().port());
        }
    }

    /** Connections in all states but TIME-WAIT. */
    public int connections() {
        return connections;
    }

    /** Has the connection's output run when the present call into the stack ends. */
    void makePending(TcpConnection connection) {
        if (!connection.pending) {
            connection.pending = true;
            if (lastPending == null) {
                firstPending = connection;
            } else {
                lastPending.nextPending = connection;
            }
            lastPending = connection;
        }
    }

    /** Lets in who waits, if there is room now. */
    private void admitWaiting() {
        TcpSegment syn = waiting.newest();
        while (syn != null && !isFull()) {
            TcpListener listener = ports.listener(syn.localAddress, syn.localPort);
            if (listener != null && !listener.admitsProxied()) {
                return;
            }
            waiting.removeNewest();
            synArrived(syn, 0);
            syn = waiting.newest();
        }
    }

    /** Lets in who waits for room, and sends what is pending. */
    public void runPending() {
        admitWaiting();
        TcpConnection connection;
        while ((connection = firstPending) != null) {
            firstPending = connection.nextPending;
            if (firstPending == null) {
                lastPending = null;
            }
            connection.nextPending = null;
            connection.pending = false;
            try {
                connection.output();
            } catch (OutOfMemoryError e) {
                makePending(connection); // what is left goes out the next time
                throw e;
            }
        }
    }

    /**
     * The clock of the timestamps option: milliseconds, shifted for each pair of ends (RFC 7323 sections 5.4 and 7.1).
     */
    int timestamp(int offset) {
        return (int) (timers.nanoTime() / NANOS_PER_MILLI) + offset;
    }

    int timestampOffset(FlowKey key) {
        return (int) (hash(key) >>> 32);
    }

    /** RFC 6528: a clock of four microseconds plus a secret function of the ends. Never 0, which means "none" here. */
    int initialSequence(FlowKey key) {
        int sequence = (int) (timers.nanoTime() / 4000) + (int) hash(key);
        return sequence == 0 ? 1 : sequence;
    }

    private long hash(FlowKey key) {
        return hash.hash(key.addresses(), key.ports() & 0xffff_ffffL);
    }

    /** The own addresses have changed: ends connections of those that are gone. */
    public void addressesChanged() {
        for (TcpFlow flow : flows.all()) {
            if (!ip.isLocal(flow.key().local().address())) {
                if (flow instanceof TcpConnection connection) {
                    connection.fail(NetworkError.NETWORK_UNREACHABLE);
                } else if (flow instanceof TimeWait old) {
                    timeWaits.remove(old);
                }
            }
        }
    }
}
