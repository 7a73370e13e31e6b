package dev.ristretto.kernel.network.stack;

import dev.ristretto.kernel.network.buffer.ChunkPool;
import dev.ristretto.kernel.network.icmp.Icmp;
import dev.ristretto.kernel.network.icmp.PingListener;
import dev.ristretto.kernel.network.ip.InterfaceConfiguration;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.ip.Ipv4Layer;
import dev.ristretto.kernel.network.link.Frame;
import dev.ristretto.kernel.network.link.Link;
import dev.ristretto.kernel.network.link.LoopbackLink;
import dev.ristretto.kernel.network.link.NetworkInterface;
import dev.ristretto.kernel.network.socket.LockObserver;
import dev.ristretto.kernel.network.socket.MemoryGauge;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import dev.ristretto.kernel.network.tcp.Tcp;
import dev.ristretto.kernel.network.tcp.TcpSocket;
import dev.ristretto.kernel.network.time.NanoClock;
import dev.ristretto.kernel.network.time.Timer;
import dev.ristretto.kernel.network.time.TimerQueue;
import dev.ristretto.kernel.network.udp.Udp;
import dev.ristretto.kernel.network.udp.UdpSocket;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A TCP/IP stack for one link and the loopback network 127.0.0.0/8.
 *
 * <p>Nothing happens by itself: frames come in through {@link #receive}, timers run in {@link #poll}, and application
 * calls send what they can on the calling thread. The usual driver loop, on one thread:
 *
 * <pre>{@code
 * stack.setWakeup(interrupt::wake);
 * while (true) {
 *     for (Frame frame : driver.received()) stack.receive(frame);
 *     if (driver.reclaimedTransmitSpace()) stack.transmitSpaceAvailable();
 *     long deadline = stack.poll();
 *     interrupt.await(deadline == Long.MAX_VALUE ? Long.MAX_VALUE : deadline - clock.nanoTime());
 * }
 * }</pre>
 *
 * <p>Thread-safe through one lock. Listeners are called with that lock held and must only mark and wake.
 */
public final class NetworkStack {
    private final TimerQueue timers;
    private final SettlingLock lock;
    private final RandomGenerator random;
    private final NetworkCounters counters;
    private final ChunkPool chunks;
    private final LoopbackLink loopbackLink;
    private final NetworkInterface loopback;
    private final @Nullable NetworkInterface ethernet;
    private final Ipv4Layer ip;
    private final Icmp icmp;
    private final Udp udp;
    private final Tcp tcp;
    private @Nullable Runnable configurationListener;

    /**
     * A stack without addresses on its link; loopback works at once.
     *
     * @param link the link, or null for loopback only
     * @param clock the time
     * @param random source of initial sequence numbers, ports and identifiers; must be unpredictable to others
     * @param options bounds
     * @param counters where it counts what it drops, and what becomes of connections
     */
    public NetworkStack(
            @Nullable Link link,
            NanoClock clock,
            RandomGenerator random,
            StackOptions options,
            NetworkCounters counters) {
        this.random = random;
        this.counters = counters;
        timers = new TimerQueue(clock);
        lock = new SettlingLock(timers, this::settle);
        chunks = new ChunkPool(options.bufferMemory());
        loopbackLink = new LoopbackLink(options.bufferMemory() / 8);
        loopback = new NetworkInterface(loopbackLink, true);
        ethernet = link == null ? null : new NetworkInterface(link, false);
        ip = new Ipv4Layer(loopback, ethernet, timers, random, options.reassemblyMemory(), counters);
        udp = new Udp(ip, ip.groups(), chunks, random, lock, counters);
        tcp = new Tcp(ip, timers, chunks, random, options.tcp(), lock, counters);
        icmp = new Icmp(ip, timers, random, counters, tcp, udp);
        ip.attach(icmp, icmp, udp, tcp);
    }

    /**
     * Takes a received frame. What it makes necessary to send goes out at the next {@link #poll}, so that a driver
     * hands over all it has and then polls once. Never throws, whatever the frame contains.
     *
     * @param frame owned by the stack from now on
     */
    public void receive(Frame frame) {
        lock.enterDriver();
        try {
            NetworkInterface from = ethernet;
            if (from != null) {
                ip.receive(frame, from);
            }
        } finally {
            frame.release();
            lock.leaveDriver();
        }
    }

    /**
     * Runs the timers that are due, sends what is pending and flushes the link.
     *
     * @return when to call again at the latest, in nanoseconds of the clock; {@link Long#MAX_VALUE} if nothing is
     *     pending
     */
    public long poll() {
        lock.enterDriver();
        try {
            timers.runDue();
            tcp.watchMemory();
            settle();
            return lock.announceDeadline();
        } finally {
            lock.leaveDriver();
        }
    }

    /** To be called by the link after {@link Link#allocate} has returned null and frames are free again. */
    public void transmitSpaceAvailable() {
        lock.enter();
        try {
            if (ethernet != null) {
                ethernet.announceSpace();
            }
        } finally {
            lock.leave();
        }
    }

    /**
     * The action that makes the driver's thread call {@link #poll} soon; run when an application call has created a
     * deadline before the one that the last {@link #poll} returned. Called with the stack's lock held.
     */
    public void setWakeup(Runnable wakeup) {
        lock.enter();
        try {
            lock.setWakeup(wakeup);
        } finally {
            lock.leave();
        }
    }

    /** Sets who is told when a thread of the application is in the middle of the stack. */
    public void setLockObserver(LockObserver observer) {
        execute(() -> lock.setObserver(observer));
    }

    /**
     * Sets the addresses of the link, or takes them away: then all its connections fail with
     * {@link NetworkError#NETWORK_UNREACHABLE}. An address that replaces another fails the connections of the old one.
     */
    public void configure(@Nullable InterfaceConfiguration configuration) {
        lock.enter();
        try {
            if (ethernet == null) {
                throw new IllegalStateException("the stack has no link that could get an address");
            }
            ip.configure(configuration);
            tcp.addressesChanged();
            ip.announce();
            if (configurationListener != null) {
                configurationListener.run();
            }
        } finally {
            lock.leave();
        }
    }

    /**
     * What tells whether the application is short of memory. While it is, nobody new is let in, and of those that it
     * serves the least finished go.
     */
    public void setMemoryGauge(MemoryGauge gauge) {
        execute(() -> tcp.setMemoryGauge(gauge));
    }

    /**
     * To be called by the driver when it has caught an {@link OutOfMemoryError}: makes room if connections take it.
     * Needs no memory itself.
     */
    public void outOfMemory() {
        lock.enter();
        try {
            tcp.outOfMemory();
        } finally {
            lock.leave();
        }
    }

    /**
     * The application starts now: for some seconds, requests for connections that nobody listens for wait for a
     * listener instead of being refused. A port of the host may lead here from the first moment on.
     */
    public void keepEarlyRequests() {
        execute(tcp::keepEarlyRequests);
    }

    /** The present addresses of the link, null while there are none. */
    public @Nullable InterfaceConfiguration configuration() {
        lock.enter();
        try {
            return ip.configuration();
        } finally {
            lock.leave();
        }
    }

    /** An action to run after each {@link #configure}, with the stack's lock held: it must only mark and wake. */
    public void setConfigurationListener(@Nullable Runnable listener) {
        lock.enter();
        try {
            configurationListener = listener;
        } finally {
            lock.leave();
        }
    }

    /** The link, null if the stack has only loopback. */
    public @Nullable Link link() {
        return ethernet == null ? null : ethernet.link();
    }

    /** The time of the stack's clock. */
    public long nanoTime() {
        return timers.nanoTime();
    }

    /** Source of unpredictable numbers of the stack. */
    public RandomGenerator random() {
        return random;
    }

    /** A new TCP socket: unbound, unconnected. */
    public TcpSocket newTcpSocket() {
        return tcp.newSocket();
    }

    /** A new UDP socket: unbound, unconnected. */
    public UdpSocket newUdpSocket() {
        return udp.newSocket();
    }

    /** A timer that runs {@code action} with the stack's lock held, and is to be used with that lock held. */
    public Timer newTimer(Runnable action) {
        return timers.newTimer(action);
    }

    /** Runs {@code action} with the stack's lock held: for services on top of the stack that share its lock. */
    public void execute(Runnable action) {
        lock.enter();
        try {
            action.run();
        } finally {
            lock.leave();
        }
    }

    /** Whether {@code address} is one of this machine: loopback or the link's. */
    public boolean isLocalAddress(IpAddress address) {
        lock.enter();
        try {
            return ip.isLocal(address);
        } finally {
            lock.leave();
        }
    }

    /**
     * Sends an ICMP echo request (RFC 792).
     *
     * @param address whom to ask
     * @param ttl time to live 1 to 255, 0 for the default of 64
     * @param timeoutNanos how long to wait for the answer
     * @param listener told once how it ended
     * @return cancels the wait; the listener is then not called
     */
    public Runnable ping(IpAddress address, int ttl, long timeoutNanos, PingListener listener) {
        lock.enter();
        try {
            Runnable forget = icmp.ping(address, ttl, timeoutNanos, listener);
            return () -> execute(forget);
        } finally {
            lock.leave();
        }
    }

    /** Sends what is pending, takes in what that sends to this machine itself, and so on until nothing is left. */
    private void settle() {
        do {
            tcp.runPending();
        } while (takeLoopback() || loopback.announceSpace());
        if (ethernet != null) {
            ethernet.flush();
        }
    }

    private boolean takeLoopback() {
        Frame frame = loopbackLink.poll();
        if (frame == null) {
            return false;
        }
        while (frame != null) {
            try {
                ip.receive(frame, loopback);
            } finally {
                frame.release();
            }
            frame = loopbackLink.poll();
        }
        return true;
    }

    Ipv4Layer ip() {
        return ip;
    }

    Tcp tcp() {
        return tcp;
    }

    NetworkCounters counters() {
        return counters;
    }

    ChunkPool chunks() {
        return chunks;
    }

    /** Frames of the loopback interface that have an owner: 0 when nothing has leaked. */
    int loopbackFrames() {
        return loopbackLink.outstanding();
    }
}
