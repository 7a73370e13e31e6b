package dev.ristretto.kernel.posix.socket;

import dev.ristretto.kernel.network.dhcp.DhcpClient;
import dev.ristretto.kernel.network.ip.InterfaceConfiguration;
import dev.ristretto.kernel.network.stack.NetworkStack;
import dev.ristretto.kernel.network.stack.StackOptions;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import dev.ristretto.kernel.network.time.NanoClock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The network of this machine: the protocol stack, the thread that drives its device, and its addresses. Safe for use
 * by several threads.
 *
 * <p>The thread sleeps until the device or the next timer needs it; a machine without a device has loopback only and no
 * thread but for the timers of loopback connections.
 */
public final class Network {
    /** How long an operation that needs an address waits for one, counted from the start of the network. */
    private static final long CONFIGURATION_PATIENCE = TimeUnit.SECONDS.toNanos(10);

    private final NetworkSettings settings;
    private final NetworkStack stack;
    private volatile NetworkDriver driver;
    private final NetworkObserver observer;
    private final CountDownLatch configured = new CountDownLatch(1);
    private final AtomicBoolean configurationChanged = new AtomicBoolean();
    private final long startTime = System.nanoTime();
    private final long patience;
    private boolean complained;

    /**
     * A network that does nothing until {@link #start}.
     *
     * @param driver the device, null to have loopback only
     * @param random source of numbers that others cannot predict
     * @param options bounds of the stack
     * @param counters where the stack counts
     * @param observer learns of changes and of what the user should know
     */
    public Network(
            @Nullable NetworkDriver driver,
            NetworkSettings settings,
            NanoClock clock,
            RandomGenerator random,
            StackOptions options,
            NetworkCounters counters,
            NetworkObserver observer) {
        this(driver, settings, clock, random, options, counters, observer, CONFIGURATION_PATIENCE);
    }

    Network(
            @Nullable NetworkDriver driver,
            NetworkSettings settings,
            NanoClock clock,
            RandomGenerator random,
            StackOptions options,
            NetworkCounters counters,
            NetworkObserver observer,
            long patienceNanos) {
        this.settings = settings;
        this.patience = patienceNanos;
        this.observer = observer;
        this.driver = driver == null ? new LoopbackDriver() : driver;
        stack = new NetworkStack(driver == null ? null : driver.link(), clock, random, options, counters);
    }

    /** Starts the thread and, unless the addresses are fixed, the DHCP client. To be called once. */
    public void start() {
        stack.setWakeup(() -> driver.wake());
        stack.setConfigurationListener(this::configurationChanged);
        Thread.ofPlatform().name("network").daemon().start(this::drive);
        if (stack.link() == null) {
            return;
        }
        switch (settings.source()) {
            case DHCP -> new DhcpClient(stack, settings.hostName()).start();
            case GIVEN -> stack.configure(settings.fixed());
            case NONE -> configured.countDown();
        }
    }

    /** Called by the stack with its lock held: marks and wakes. */
    private void configurationChanged() {
        configurationChanged.set(true);
        if (stack.configuration() != null) {
            configured.countDown();
        }
        driver.wake();
    }

    private void drive() {
        try {
            serve();
        } catch (RuntimeException e) { // the device is broken, whatever its driver calls that
            observer.message("network: eth0 is down: " + e.getMessage());
            driver = new LoopbackDriver();
            stack.configure(null);
            serve();
        }
    }

    private void serve() {
        while (true) {
            try {
                serveOnce();
            } catch (OutOfMemoryError e) { // what was being done is lost, as on a wire, or tried again
                stack.outOfMemory();
            }
        }
    }

    private void serveOnce() {
        driver.service(stack);
        long deadline = stack.poll();
        if (configurationChanged.getAndSet(false)) {
            observer.configured(stack.configuration());
        }
        driver.await(deadline == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, deadline - stack.nanoTime()));
    }

    /** The protocol stack. */
    public NetworkStack stack() {
        return stack;
    }

    /** The name of this machine. */
    public String hostName() {
        return settings.hostName();
    }

    /** The addresses of the link once {@link #awaitConfiguration} is over, null if it has none. */
    public @Nullable InterfaceConfiguration configuration() {
        awaitConfiguration();
        return stack.configuration();
    }

    /**
     * Waits until the link has had an address, at most until ten seconds after the start. If none came the console says
     * so, once, and the caller goes on: what it tries will fail with "Network is unreachable".
     */
    public void awaitConfiguration() {
        if (stack.link() == null || stack.configuration() != null) {
            return;
        }
        boolean interrupted = false;
        boolean success = false;
        long left = startTime + patience - System.nanoTime();
        while (left > 0 && !success) {
            try {
                success = configured.await(left, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            left = startTime + patience - System.nanoTime();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (configured.getCount() > 0) {
            complain();
        }
    }

    private synchronized void complain() {
        if (!complained) {
            complained = true;
            observer.message("network: no DHCP server has answered in "
                    + TimeUnit.NANOSECONDS.toSeconds(patience)
                    + " seconds, eth0 has no address; give it one with ip=ADDRESS/PREFIX,GATEWAY,DNS");
        }
    }
}
