package dev.ristretto.kernel.network;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A TCP/IP stack for one link and the loopback network 127.0.0.0/8.
 *
 * <p>Nothing happens by itself: frames come in through {@link #receive}, timers run in {@link #poll}, and application calls send what
 * they can on the calling thread. The usual driver loop, on one thread:
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
    final StackOptions options;
    final TimerQueue timers = new TimerQueue();
    final ChunkPool chunks;
    final PathMtuCache pathMtu;
    final NetworkInterface loopback;
    final RouteTable routes;
    final Ipv4Output output;
    final Icmp icmp;
    final Udp udp;
    final Tcp tcp;
    final MulticastGroups groups;
    /** Small room for use within a call. */
    final byte[] scratch = new byte[64];

    final ByteBuffer scratchBuffer = ByteBuffer.wrap(scratch);

    private final ReentrantLock lock = new ReentrantLock();
    private final LoopbackLink loopbackLink;
    private final @Nullable NetworkInterface ethernet;
    private final @Nullable Arp arp;
    private final NanoClock clock;
    private final RandomGenerator random;
    private final Ipv4Input input;
    private @Nullable Reassembly reassembly;
    private @Nullable Runnable configurationListener;
    private Runnable wakeup = () -> {};
    /** What the last poll returned, or an earlier deadline that the driver has been woken for. */
    private long announced = Long.MAX_VALUE;

    /**
     * A stack without addresses on its link; loopback works at once.
     *
     * @param link the link, or null for loopback only
     * @param clock the time
     * @param random source of initial sequence numbers, ports and identifiers; must be unpredictable to others
     * @param options bounds
     */
    public NetworkStack(@Nullable Link link, NanoClock clock, RandomGenerator random, StackOptions options) {
        this.clock = clock;
        this.random = random;
        this.options = options;
        chunks = new ChunkPool(options.bufferMemory());
        pathMtu = new PathMtuCache(clock);
        loopbackLink = new LoopbackLink(options.bufferMemory() / 8);
        loopback = new NetworkInterface(loopbackLink, true);
        ethernet = link == null ? null : new NetworkInterface(link, false);
        arp = ethernet == null ? null : new Arp(this, ethernet);
        routes = new RouteTable(loopback, ethernet, pathMtu);
        groups = new MulticastGroups(this, ethernet);
        output = new Ipv4Output(this);
        icmp = new Icmp(this);
        udp = new Udp(this);
        tcp = new Tcp(this);
        input = new Ipv4Input(this);
    }

    /**
     * Takes a received frame. What it makes necessary to send goes out at the next {@link #poll}, so that a driver hands over all it has
     * and then polls once. Never throws, whatever the frame contains.
     *
     * @param frame owned by the stack from now on
     */
    public void receive(Frame frame) {
        lock.lock();
        try {
            NetworkInterface from = ethernet;
            if (from != null) {
                input.receive(frame, from);
            }
        } finally {
            frame.release();
            lock.unlock();
        }
    }

    /**
     * Runs the timers that are due, sends what is pending and flushes the link.
     *
     * @return when to call again at the latest, in nanoseconds of the clock; {@link Long#MAX_VALUE} if nothing is pending
     */
    public long poll() {
        lock.lock();
        try {
            long now = clock.nanoTime();
            Timer due;
            while ((due = timers.pollDue(now)) != null) {
                due.action.run();
            }
            settle();
            announced = timers.nextDeadline();
            return announced;
        } finally {
            lock.unlock();
        }
    }

    /** To be called by the link after {@link Link#allocate} has returned null and frames are free again. */
    public void transmitSpaceAvailable() {
        enter();
        try {
            if (ethernet != null) {
                ethernet.announceSpace();
            }
        } finally {
            leave();
        }
    }

    /**
     * The action that makes the driver's thread call {@link #poll} soon; run when an application call has created a deadline before the
     * one that the last {@link #poll} returned. Called with the stack's lock held.
     */
    public void setWakeup(Runnable wakeup) {
        enter();
        try {
            this.wakeup = wakeup;
        } finally {
            leave();
        }
    }

    /**
     * Sets the addresses of the link, or takes them away: then all its connections fail with {@link NetworkError#NETWORK_UNREACHABLE}.
     * An address that replaces another fails the connections of the old one.
     */
    public void configure(@Nullable InterfaceConfiguration configuration) {
        enter();
        try {
            if (ethernet == null) {
                throw new IllegalStateException("the stack has no link that could get an address");
            }
            routes.configure(configuration);
            tcp.addressesChanged();
            arp().reset();
            if (configurationListener != null) {
                configurationListener.run();
            }
        } finally {
            leave();
        }
    }

    /** The present addresses of the link, null while there are none. */
    public @Nullable InterfaceConfiguration configuration() {
        enter();
        try {
            return routes.configuration();
        } finally {
            leave();
        }
    }

    /** An action to run after each {@link #configure}, with the stack's lock held: it must only mark and wake. */
    public void setConfigurationListener(@Nullable Runnable listener) {
        enter();
        try {
            configurationListener = listener;
        } finally {
            leave();
        }
    }

    /** The link, null if the stack has only loopback. */
    public @Nullable Link link() {
        return ethernet == null ? null : ethernet.link;
    }

    /** The time of the stack's clock. */
    public long nanoTime() {
        return clock.nanoTime();
    }

    /** Source of unpredictable numbers of the stack. */
    public RandomGenerator random() {
        return random;
    }

    /** A new TCP socket: unbound, unconnected. */
    public TcpSocket newTcpSocket() {
        return new TcpSocket(this);
    }

    /** A new UDP socket: unbound, unconnected. */
    public UdpSocket newUdpSocket() {
        return new UdpSocket(this);
    }

    /** A timer that runs {@code action} with the stack's lock held. */
    public Timer newTimer(Runnable action) {
        return new Timer(this, action);
    }

    /** Runs {@code action} with the stack's lock held: for services on top of the stack that share its lock. */
    public void execute(Runnable action) {
        enter();
        try {
            action.run();
        } finally {
            leave();
        }
    }

    /** Whether {@code address} is one of this machine: loopback or the link's. */
    public boolean isLocalAddress(int address) {
        enter();
        try {
            return routes.isLocal(address);
        } finally {
            leave();
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
    public Runnable ping(int address, int ttl, long timeoutNanos, PingListener listener) {
        enter();
        try {
            return icmp.ping(address, ttl, timeoutNanos, listener);
        } finally {
            leave();
        }
    }

    /**
     * Begins a call into the stack. Waiting for the lock parks the thread and may use up a permit that was meant for something else: the
     * JDK's poller, for one, announces an event between our telling it what is ready and its own park. So the permit is given back.
     */
    void enter() {
        if (!lock.tryLock()) {
            lock.lock();
            LockSupport.unpark(Thread.currentThread());
        }
    }

    /** Ends a call into the stack: sends what it made pending. */
    void leave() {
        try {
            if (lock.getHoldCount() == 1) {
                settle();
                long next = timers.nextDeadline();
                if (next < announced) {
                    announced = next;
                    wakeup.run();
                }
            }
        } finally {
            lock.unlock();
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
                input.receive(frame, loopback);
            } finally {
                frame.release();
            }
            frame = loopbackLink.poll();
        }
        return true;
    }

    /** Only called where a route leads through the link, so it is there. */
    Arp arp() {
        if (arp == null) {
            throw new IllegalStateException("a stack without a link has no neighbours");
        }
        return arp;
    }

    /** Made when the first fragment arrives. */
    Reassembly reassembly() {
        Reassembly present = reassembly;
        if (present == null) {
            present = new Reassembly(this, options.reassemblyMemory());
            reassembly = present;
        }
        return present;
    }

    /** The next hop of a route has shown to be alive. */
    void confirm(Route route) {
        if (arp != null && !route.through.loopback) {
            arp.confirm(route);
        }
    }

    /** The next hop of a route may be dead, or have moved. */
    void doubt(Route route) {
        if (arp != null && !route.through.loopback) {
            arp.doubt(route);
        }
    }

    /** Frames of the loopback interface that have an owner: 0 when nothing has leaked. */
    int loopbackFrames() {
        return loopbackLink.outstanding();
    }
}
