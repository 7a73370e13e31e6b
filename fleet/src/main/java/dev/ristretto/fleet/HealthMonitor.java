package dev.ristretto.fleet;

import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.console.ConsoleFiles;
import dev.ristretto.fleet.console.Position;
import dev.ristretto.fleet.database.Health;
import dev.ristretto.fleet.database.InstanceRecord;
import dev.ristretto.fleet.database.State;
import dev.ristretto.fleet.health.ConsoleSearch;
import dev.ristretto.fleet.health.HealthTracker;
import dev.ristretto.fleet.health.NetworkCheck;
import dev.ristretto.fleet.health.Probe;
import dev.ristretto.fleet.health.Result;
import dev.ristretto.hypervisor.ProcessIdentity;
import dev.ristretto.hypervisor.PublishedPort;
import java.io.IOException;
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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes the health checks of all running instances when they are due. One thread waits for all of them; a check has a thread for as long as it takes, and
 * only so many are taken at once. These are threads of Linux: a short conversation with a socket costs less in them than in virtual threads, and checks are
 * most of what an idle daemon does. Safe for use by several threads.
 */
final class HealthMonitor {

    private static final Logger LOG = System.getLogger(HealthMonitor.class.getName());
    private static final int MOST_AT_ONCE = 128;

    private final InstantSource clock;
    private final Map<Long, Watch> watches = new ConcurrentHashMap<>();
    private final DelayQueue<Watch> queue = new DelayQueue<>();
    private final Semaphore permits = new Semaphore(MOST_AT_ONCE);
    private final ThreadPoolExecutor checkers = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("health check ", 1).factory());
    private final Thread thread;
    private volatile boolean stopped;

    HealthMonitor(InstantSource clock) {
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("health").start(this::run);
    }

    /** An instance has changed: each run of one that has a check is watched until it ends. Does not wait. */
    void notice(Reconciler instance) {
        InstanceRecord record = instance.record();
        ProcessIdentity process = record.process();
        HealthCheck check = record.specification().health();
        if (instance.isRemoved() || record.state() != State.RUNNING || process == null || check == null) {
            watches.remove(record.id());
            return;
        }
        Watch known = watches.get(record.id());
        if (known == null || !known.process.equals(process)) {
            // Changes of one instance come one after the other. In the queue it would be dropped if it were not known
            // yet.
            Watch watch = new Watch(instance, process, record, check);
            watches.put(record.id(), watch);
            queue.add(watch);
        }
    }

    /** How many instances are watched. */
    int size() {
        return watches.size();
    }

    void stop() {
        stopped = true;
        thread.interrupt();
        checkers.shutdown();
    }

    private void run() {
        try {
            while (true) {
                Watch watch = queue.take();
                if (watch.isCurrent()) {
                    permits.acquire();
                    checkers.execute(() -> check(watch));
                }
            }
        } catch (InterruptedException | RejectedExecutionException e) {
            // The fleet is closed.
            Thread.currentThread().interrupt();
        }
    }

    private void check(Watch watch) {
        boolean again;
        try {
            again = watch.check();
        } catch (RuntimeException e) {
            // The database may refuse the change; the next check finds it out again.
            if (!stopped) {
                LOG.log(Level.WARNING, "a health check of " + watch.name + " failed: " + e.getMessage());
            }
            again = true;
        } finally {
            permits.release();
        }
        if (again && !stopped && watch.isCurrent()) {
            watch.postpone();
            queue.add(watch);
        }
    }

    /** One run of an instance. */
    private final class Watch implements Delayed {

        private final Reconciler instance;
        private final ProcessIdentity process;
        private final String name;
        private final HealthTracker tracker;
        private final Probe probe;
        private final @Nullable PublishedPort port;
        private final Instant started;
        private @Nullable ConsoleSearch search;
        private volatile long due = System.nanoTime();

        Watch(Reconciler instance, ProcessIdentity process, InstanceRecord record, HealthCheck check) {
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

        /** Made by the first check, for it reads files. */
        private Result look(Probe.Console console) {
            try {
                ConsoleSearch known = search;
                if (known == null) {
                    ConsoleFiles files = instance.files().console();
                    known = new ConsoleSearch(files.reader(firstFile(files.at(started))), console.pattern());
                    search = known;
                }
                return known.look();
            } catch (IOException e) {
                return Result.failure("the console cannot be read: " + e.getMessage());
            }
        }

        /** Each start has a file of its own. */
        private static Position firstFile(Position position) {
            return new Position(position.file(), 0);
        }

        boolean isCurrent() {
            return watches.get(instance.record().id()) == this;
        }

        /** Returns whether there is anything left to find out. */
        boolean check() {
            Result result = switch (probe) {
                case Probe.Network network ->
                    NetworkCheck.run(network, Objects.requireNonNull(port), tracker.timeout(clock.instant()));
                case Probe.Console console -> look(console);
            };
            Health health = tracker.next(result, clock.instant());
            instance.observe(process, health, result.detail());
            // A line that was written stays written.
            return !(probe instanceof Probe.Console && health == Health.HEALTHY);
        }

        void postpone() {
            Duration pause = tracker.pause(clock.instant());
            due = System.nanoTime() + pause.toNanos();
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
