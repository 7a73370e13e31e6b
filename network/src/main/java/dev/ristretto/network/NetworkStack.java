package dev.ristretto.network;

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
    final ReentrantLock lock = new ReentrantLock();
    final TimerQueue timers = new TimerQueue();
    private final @Nullable Link link;
    private final NanoClock clock;

    /**
     * A stack without addresses on its link; loopback works at once.
     *
     * @param link the link, or null for loopback only
     * @param clock the time
     * @param random source of initial sequence numbers, ports and identifiers; must be unpredictable to others
     * @param options bounds
     */
    public NetworkStack(@Nullable Link link, NanoClock clock, RandomGenerator random, StackOptions options) {
        this.link = link;
        this.clock = clock;
    }

    /**
     * Takes a received frame. What it makes necessary to send goes out at the next {@link #poll}, so that a driver hands over all it has
     * and then polls once. Never throws, whatever the frame contains.
     *
     * @param frame owned by the stack from now on
     */
    public void receive(Frame frame) {
        frame.release();
    }

    /**
     * Runs the timers that are due, sends what is pending and flushes the link.
     *
     * @return when to call again at the latest, in nanoseconds of the clock; {@link Long#MAX_VALUE} if nothing is pending
     */
    public long poll() {
        return Long.MAX_VALUE;
    }

    /** To be called by the link after {@link Link#allocate} has returned null and frames are free again. */
    public void transmitSpaceAvailable() {}

    /**
     * The action that makes the driver's thread call {@link #poll} soon; run when an application call has created a deadline before the
     * one that the last {@link #poll} returned. Called with the stack's lock held.
     */
    public void setWakeup(Runnable wakeup) {}

    /**
     * Sets the addresses of the link, or takes them away: then all its connections fail with {@link NetworkError#NETWORK_UNREACHABLE}.
     * An address that replaces another fails the connections of the old one.
     */
    public void configure(@Nullable InterfaceConfiguration configuration) {}

    /** The present addresses of the link, null while there are none. */
    public @Nullable InterfaceConfiguration configuration() {
        return null;
    }

    /** An action to run after each {@link #configure}, with the stack's lock held: it must only mark and wake. */
    public void setConfigurationListener(@Nullable Runnable listener) {}

    /** The link, null if the stack has only loopback. */
    public @Nullable Link link() {
        return link;
    }

    /** The time of the stack's clock. */
    public long nanoTime() {
        return clock.nanoTime();
    }

    /** Source of unpredictable numbers of the stack. */
    public RandomGenerator random() {
        throw new UnsupportedOperationException("random");
    }

    /** A new TCP socket: unbound, unconnected. */
    public TcpSocket newTcpSocket() {
        return new TcpSocket();
    }

    /** A new UDP socket: unbound, unconnected. */
    public UdpSocket newUdpSocket() {
        return new UdpSocket();
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
        return Ipv4.isLoopback(address);
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
        throw new UnsupportedOperationException("ping");
    }

    /** Begins a call into the stack. */
    void enter() {
        lock.lock();
    }

    /** Ends a call into the stack: sends what it made pending. */
    void leave() {
        lock.unlock();
    }
}
