package dev.ristretto.fleet.daemon.health;

import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.state.HealthState;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.fleet.api.syntax.Probe;
import dev.ristretto.fleet.daemon.console.ConsoleFiles;
import dev.ristretto.fleet.daemon.console.ConsolePosition;
import dev.ristretto.fleet.daemon.instance.InstanceReconciler;
import dev.ristretto.fleet.daemon.model.InstanceRecord;
import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.host.PublishedPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes the health checks of all running instances when they are due. One thread waits for all of them and for all
 * connections that they need; what looks into files or writes a change down is done by a few others. Safe for use by
 * several threads.
 */
public final class HealthMonitor {

    private static final Logger LOG = System.getLogger(HealthMonitor.class.getName());
    private static final int MOST_WORKERS = 16;
    private static final int PARTS_OF_A_PAUSE = 10;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Map<Long, Watch> watches = new ConcurrentHashMap<>();
    private final DelayQueue<Watch> queue = new DelayQueue<>();
    private final NetworkProbes checks;
    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(
            MOST_WORKERS,
            MOST_WORKERS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("health worker ", 1).factory());
    private final Thread thread;
    private volatile boolean stopped;
    /** Watches nobody yet. */
    public HealthMonitor(InstantSource clock) {
        this.clock = clock;
        workers.allowCoreThreadTimeOut(true);
        try {
            checks = new NetworkProbes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = Thread.ofPlatform().daemon().name("health").unstarted(this::run);
        thread.start();
    }

    /** An instance has changed: each run of one that has a check is watched until it ends. Does not wait. */
    public void notice(InstanceReconciler instance) {
        InstanceRecord record = instance.record();
        ProcessIdentity process = record.process();
        HealthCheck check = record.specification().health();
        if (instance.isRemoved() || record.state() != InstanceState.RUNNING || process == null || check == null) {
            watches.remove(record.id());
            return;
        }
        Watch known = watches.get(record.id());
        if (known == null || !known.process.equals(process)) {
            // Changes of one instance come one after the other. In the queue it would be dropped if it were not known
            // yet.
            Watch watch = new Watch(instance, process, record, check);
            watches.put(record.id(), watch);
            enqueue(watch);
        }
    }

    /** How many instances are watched. */
    int size() {
        return watches.size();
    }
    /** Takes no further check. */
    public void stop() {
        stopped = true;
        checks.wake();
        workers.shutdown();
    }

    private void run() {
        try (checks) {
            while (!stopped) {
                beginThoseDue();
                checks.step(untilNext());
            }
        } catch (IOException e) {
            LOG.log(Level.ERROR, "there are no health checks any more", e);
        }
    }

    private void beginThoseDue() {
        while (checks.hasRoom()) {
            Watch watch = queue.poll();
            if (watch == null) {
                return;
            }
            if (watch.isCurrent()) {
                watch.begin();
            }
        }
    }

    private Duration untilNext() {
        Watch next = queue.peek();
        return next == null || !checks.hasRoom() ? LONGEST_WAIT : Duration.ofNanos(next.getDelay(TimeUnit.NANOSECONDS));
    }

    /**
     * When to check again after a pause, or somewhat earlier: checks that are due at about the same time are taken at
     * the same time, for most of what a lonely one costs is that processor and caches were busy with something else.
     */
    static long dueTogether(long now, Duration pause) {
        long grid = Math.max(1, pause.toNanos() / PARTS_OF_A_PAUSE);
        return Math.floorDiv(now + pause.toNanos(), grid) * grid;
    }

    private void work(Runnable task) {
        try {
            workers.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "the fleet is closed", e);
        }
    }

    private void enqueue(Watch watch) {
        queue.add(watch);
        if (Thread.currentThread() != thread) {
            checks.wake();
        }
    }

    /** One run of an instance. */
    private final class Watch implements Delayed {

        private final InstanceReconciler instance;
        private final ProcessIdentity process;
        private final String name;
        private final HealthTracker tracker;
        private final Probe probe;
        private final @Nullable PublishedPort port;
        private final Instant started;
        private @Nullable ConsoleSearch search;
        private volatile long due = System.nanoTime();

        Watch(InstanceReconciler instance, ProcessIdentity process, InstanceRecord record, HealthCheck check) {
            this.instance = instance;
            this.process = process;
            this.name = record.name();
            this.started = Objects.requireNonNull(record.started());
            this.tracker = new HealthTracker(check, started, record.health());
            this.probe = Probe.parse(check.check());
            this.port = probe instanceof Probe.Network network
                    ? Probe.target(
                            network,
                            record.specification().ports().stream()
                                    .map(PublishedPort::parse)
                                    .toList())
                    : null;
        }

        /** Whatever goes wrong is a check that has failed, and not the last one. */
        private ProbeResult lookSafely(Probe.Console console) {
            try {
                return look(console);
            } catch (RuntimeException | Error e) {
                LOG.log(Level.WARNING, "a health check of " + name + " cannot be taken", e);
                return ProbeResult.failure("the check cannot be taken: " + e);
            }
        }

        /** Made by the first check, for it reads files. */
        private ProbeResult look(Probe.Console console) {
            try {
                ConsoleSearch known = search;
                if (known == null) {
                    ConsoleFiles files = instance.files().console();
                    known = new ConsoleSearch(files.reader(firstFile(files.at(started))), console.pattern());
                    search = known;
                }
                return known.look();
            } catch (IOException e) {
                return ProbeResult.failure("the console cannot be read: " + e.getMessage());
            }
        }

        /** Each start has a file of its own. */
        private static ConsolePosition firstFile(ConsolePosition position) {
            return new ConsolePosition(position.file(), 0);
        }

        boolean isCurrent() {
            return watches.get(instance.record().id()) == this;
        }

        void begin() {
            switch (probe) {
                case Probe.Network network ->
                    checks.begin(network, Objects.requireNonNull(port), tracker.timeout(clock.instant()), this::finish);
                case Probe.Console console -> work(() -> conclude(lookSafely(console)));
            }
        }

        /** Most checks find what is known. */
        private void finish(ProbeResult result) {
            HealthState health = tracker.next(result, clock.instant());
            if (health == instance.record().health()) {
                again();
            } else {
                work(() -> conclude(health, result));
            }
        }

        private void conclude(ProbeResult result) {
            conclude(tracker.next(result, clock.instant()), result);
        }

        private void conclude(HealthState health, ProbeResult result) {
            boolean settled = false;
            try {
                instance.observe(process, health, result.detail());
                // A line that was written stays written.
                settled = probe instanceof Probe.Console && health == HealthState.HEALTHY;
            } catch (RuntimeException e) {
                // The database may refuse the change; the next check finds it out again.
                if (!stopped) {
                    LOG.log(Level.WARNING, "a health check of " + name + " failed: " + e.getMessage());
                }
            } finally {
                if (!settled) {
                    again();
                }
            }
        }

        private void again() {
            if (!stopped && isCurrent()) {
                due = dueTogether(System.nanoTime(), tracker.pause(clock.instant()));
                enqueue(this);
            }
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(due - ((Watch) other).due, 0);
        }
    }
}
