package dev.ristretto.fleet;

import dev.ristretto.fleet.FleetException.Kind;
import dev.ristretto.fleet.database.FleetDatabase;
import dev.ristretto.fleet.database.FleetDatabase.Happening;
import dev.ristretto.fleet.database.Health;
import dev.ristretto.fleet.database.InstanceRecord;
import dev.ristretto.fleet.database.InstanceRecord.End;
import dev.ristretto.fleet.database.State;
import dev.ristretto.fleet.database.Wanted;
import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.vmm.Capability;
import dev.ristretto.run.vmm.Hypervisor;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.Instance;
import dev.ristretto.run.vmm.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Brings one instance to where it is wanted, a step at a time. Each step looks at the record, acts, and commits what has changed; a crash between
 * acting and committing is repaired by the next step, because the record always says what may have been begun. Safe for use by several threads;
 * steps exclude each other.
 */
final class Reconciler implements Stepping {

    private static final int LAST_LINES = 10;

    private final FleetDatabase database;
    private final Hypervisor hypervisor;
    private final InstantSource clock;
    private final InstanceFiles files;
    private final Runnable removal;
    private final Consumer<Reconciler> observer;
    private final Signal signal = new Signal();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile InstanceRecord record;
    private volatile @Nullable Instance handle;
    private volatile boolean removed;

    /** When this process began to start what runs now. */
    private @Nullable Instant launched;

    private volatile boolean abandoned;
    private boolean found;
    private @Nullable RuntimeException trouble;

    /**
     * A reconciler that has done nothing yet.
     *
     * @param removal releases what the instance holds outside of its own files, before it is forgotten
     * @param observer is told after every change, at once and from within; it must neither wait nor ask for another change
     */
    Reconciler(
            InstanceRecord record,
            FleetDatabase database,
            Hypervisor hypervisor,
            InstantSource clock,
            InstanceFiles files,
            Runnable removal,
            Consumer<Reconciler> observer) {
        this.record = record;
        this.database = database;
        this.hypervisor = hypervisor;
        this.clock = clock;
        this.files = files;
        this.removal = removal;
        this.observer = observer;
    }

    InstanceRecord record() {
        return record;
    }

    InstanceFiles files() {
        return files;
    }

    /** Whether a running instance's console can go on in another file. */
    boolean canSwitchConsole() {
        return hypervisor.capabilities().contains(Capability.CONSOLE_SWITCH);
    }

    /** The running instance, if there is one and this process knows it. */
    Optional<Instance> handle() {
        return Optional.ofNullable(handle);
    }

    @Override
    public String name() {
        return record.name();
    }

    @Override
    public boolean isRemoved() {
        return removed;
    }

    @Override
    public Signal signal() {
        return signal;
    }

    /**
     * Changes what is wanted; does nothing if that is wanted already.
     *
     * @param allowed refuses the change by an exception
     * @param grace how long the instance may take to stop
     */
    void want(Wanted wanted, Duration grace, Predicate<InstanceRecord> allowed, String refusal) {
        lock.lock();
        try {
            if (removed) {
                throw new FleetException(Kind.UNKNOWN, record.name() + " has just been removed");
            }
            if (!allowed.test(record)) {
                throw new FleetException(Kind.CONFLICT, refusal);
            }
            InstanceRecord next = wanting(wanted, grace);
            if (!next.equals(record)) {
                commit(next, "wanted", wanted.toString());
            }
            // Whatever was in the way before, it is to be tried anew.
            trouble = null;
        } finally {
            lock.unlock();
        }
        signal.raise();
    }

    /** Nobody knows of it, and nothing could be written down: it is removed as soon as that can be. */
    void abandon() {
        abandoned = true;
        signal.raise();
    }

    /**
     * Takes note of what a health check has found.
     *
     * @param run the process that was checked; nothing happens if that is not the one that runs now
     * @param detail why, in words
     */
    void observe(ProcessIdentity run, Health health, String detail) {
        lock.lock();
        try {
            if (removed
                    || record.state() != State.RUNNING
                    || !run.equals(record.process())
                    || health == record.health()) {
                return;
            }
            boolean first = health == Health.HEALTHY && record.readyMillis() == null;
            commit(first ? record.ready(sinceLaunch()) : record.withHealth(health), health.toString(), detail);
        } finally {
            lock.unlock();
        }
        signal.raise();
    }

    /** Without what the start of the process took if another daemon has started it. */
    private Duration sinceLaunch() {
        Instant known = launched == null ? record.started() : launched;
        return Duration.between(Objects.requireNonNull(known), clock.instant());
    }

    private InstanceRecord wanting(Wanted wanted, Duration grace) {
        boolean start = wanted == Wanted.RUNNING;
        return switch (record.state()) {
            case ENDED, WAITING ->
                start
                        ? record.wanting(wanted, grace.toMillis()).waiting(clock.instant(), 0, 0)
                        : record.wanting(wanted, grace.toMillis());
            case STOPPING -> {
                // What has been asked to stop can only be started again when it has.
                InstanceRecord next = record.wanting(start ? Wanted.RESTARTED : wanted, grace.toMillis());
                yield !start && grace.isZero() && record.due() != null ? next.stopping(clock.instant()) : next;
            }
            // What is to start again will run; a start does not call that off.
            case STARTING, RUNNING ->
                start && record.wanted() == Wanted.RESTARTED ? record : record.wanting(wanted, grace.toMillis());
        };
    }

    /** Waits until the record is as described or the instance is removed; the record then, or empty if the time is over. */
    Optional<InstanceRecord> await(Predicate<InstanceRecord> goal, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        lock.lock();
        try {
            while (!removed && !goal.test(record)) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return Optional.empty();
                }
                boolean ignored = changed.await(left, TimeUnit.NANOSECONDS);
            }
            return Optional.of(record);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits as long as it takes until the record is as described or the instance is removed; returns the record then.
     *
     * @throws FleetException if a step towards it fails; it will be tried again all the same
     */
    InstanceRecord bringAbout(Predicate<InstanceRecord> goal) throws InterruptedException {
        lock.lock();
        try {
            while (!removed && !goal.test(record)) {
                RuntimeException obstacle = trouble;
                if (obstacle != null) {
                    throw new FleetException(
                            obstacle instanceof FleetException known ? known.kind() : Kind.FAILURE,
                            record.name() + " is " + record.state() + " and cannot go on: " + obstacle.getMessage()
                                    + "\nIt is tried again by itself once that is solved",
                            obstacle);
                }
                changed.await();
            }
            return record;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Duration> step() {
        lock.lock();
        try {
            if (abandoned && !removed && record.wanted() != Wanted.REMOVED) {
                commit(wanting(Wanted.REMOVED, Duration.ZERO), "wanted", Wanted.REMOVED.toString());
            }
            Optional<Duration> pause = removed
                    ? Optional.empty()
                    : switch (record.state()) {
                        case WAITING -> fromWaiting();
                        case STARTING -> fromStarting();
                        case RUNNING -> fromRunning();
                        case STOPPING -> fromStopping();
                        case ENDED -> fromEnded();
                    };
            trouble = null;
            return pause;
        } catch (IOException e) {
            throw failed(
                    Obstacles.of("The files of " + record.name() + " in " + files.folder() + " cannot be used", e));
        } catch (RuntimeException e) {
            throw failed(Obstacles.isNoSpace(e) ? Obstacles.of(record.name() + " cannot go on", e) : e);
        } finally {
            lock.unlock();
        }
    }

    private RuntimeException failed(RuntimeException failure) {
        trouble = failure;
        changed.signalAll();
        return failure;
    }

    private Optional<Duration> fromWaiting() throws IOException {
        Instant due = Objects.requireNonNull(record.due());
        if (record.wanted() == Wanted.STOPPED || record.wanted() == Wanted.REMOVED) {
            commit(record.ended(), "stopped", "");
            return again();
        }
        if (record.wanted() == Wanted.RESTARTED) {
            commit(record.wanting(Wanted.RUNNING, record.graceMillis()).waiting(clock.instant(), 0, 0), null, "");
            return again();
        }
        Duration left = Duration.between(clock.instant(), due);
        if (left.isPositive()) {
            return Optional.of(left);
        }
        files.forgetReport();
        commit(record.starting(), null, "");
        return launch();
    }

    /** Whoever wanted to start it may have done so and died; it may even have run to its end since. */
    private Optional<Duration> fromStarting() throws IOException {
        if (handle == null) {
            take(hypervisor.find(files.place()));
        }
        if (handle != null) {
            return started();
        }
        Outcome outcome = hypervisor.outcome(files.place());
        return outcome instanceof Outcome.Died ? launch() : finish(outcome);
    }

    private Optional<Duration> launch() throws IOException {
        try {
            var specification = Specifications.of(record.name(), record.specification());
            var place = files.place().withConsole(files.console().next(clock.instant()));
            launched = clock.instant();
            take(Optional.of(hypervisor.start(specification, place)));
        } catch (HypervisorException e) {
            return finish(Ends.NOT_STARTED, String.valueOf(e.getMessage()), "not started");
        }
        return started();
    }

    private Optional<Duration> started() {
        Instance instance = Objects.requireNonNull(handle);
        ProcessIdentity identity = instance.identity();
        commit(
                record.running(identity, clock.instant()),
                "started",
                "process " + identity.pid()
                        + instance.notice().map(notice -> "; " + notice).orElse(""));
        return again();
    }

    private Optional<Duration> fromRunning() throws IOException {
        Optional<Outcome> outcome = outcome();
        if (outcome.isPresent()) {
            return finish(outcome.get());
        }
        boolean hopeless = record.health() == Health.UNHEALTHY && startsAgain(true);
        if (record.wanted() == Wanted.RUNNING && !hopeless) {
            return Optional.empty();
        }
        commit(
                record.stopping(clock.instant().plusMillis(record.graceMillis())),
                "stopping",
                record.wanted() == Wanted.RUNNING ? "it is unhealthy" : "");
        if (record.graceMillis() > 0) {
            Objects.requireNonNull(handle).requestStop();
        }
        return again();
    }

    private Optional<Duration> fromStopping() throws IOException {
        boolean known = handle != null;
        Optional<Outcome> outcome = outcome();
        if (outcome.isPresent()) {
            return finish(outcome.get());
        }
        Instance instance = Objects.requireNonNull(handle);
        Instant deadline = record.due();
        if (deadline == null) {
            instance.kill();
            return Optional.empty();
        }
        Duration left = Duration.between(clock.instant(), deadline);
        if (left.isPositive()) {
            if (!known) {
                // Whoever was to ask it may have died before.
                instance.requestStop();
            }
            return Optional.of(left);
        }
        commit(record.stopping(null), "killed", "it did not stop in time");
        return again();
    }

    private Optional<Duration> fromEnded() throws IOException {
        return switch (record.wanted()) {
            case RUNNING, STOPPED -> Optional.empty();
            case RESTARTED -> {
                commit(record.wanting(Wanted.RUNNING, record.graceMillis()).waiting(clock.instant(), 0, 0), null, "");
                yield again();
            }
            case REMOVED -> {
                removal.run();
                files.delete();
                database.alone(() -> {
                    database.delete(record, new Happening("removed", "", clock.instant()));
                    removed = true;
                });
                changed.signalAll();
                observer.accept(this);
                yield Optional.empty();
            }
        };
    }

    /** How the process ended; empty while it runs. Takes a process over that this one has not started. */
    private Optional<Outcome> outcome() throws IOException {
        Instance instance = handle;
        ProcessIdentity identity = Objects.requireNonNull(record.process());
        if (instance == null) {
            take(hypervisor.attach(identity, files.place()));
            instance = handle;
            if (instance == null) {
                return Optional.of(explain(hypervisor.outcome(files.place()), identity));
            }
            found = true;
        }
        if (found) {
            commit(record, "found", "process " + identity.pid());
            found = false;
        }
        return Optional.ofNullable(instance.ended().getNow(null));
    }

    /** What its files cannot tell: why there is no word from an instance that ended while no daemon looked. */
    private Outcome explain(Outcome outcome, ProcessIdentity identity) {
        if (!(outcome instanceof Outcome.Died)) {
            return outcome;
        }
        if (record.state() == State.STOPPING && record.due() == null) {
            return new Outcome.Killed();
        }
        return identity.isOfAnEarlierBoot() ? new Outcome.Died("the computer was started anew") : outcome;
    }

    private Optional<Duration> finish(Outcome outcome) {
        return finish(Ends.status(outcome), Ends.reason(outcome), "ended");
    }

    private Optional<Duration> finish(int status, String reason, String kind) {
        Instant now = clock.instant();
        InstanceRecord ended = record.withLast(new End(now, status, reason, lastLines(now)));
        // Whoever was stopped because it was unhealthy has failed, even if it then ended in good order.
        if (startsAgain(status != 0 || record.health() == Health.UNHEALTHY)) {
            Instant began = record.state() == State.STARTING ? null : record.started();
            boolean lasted = began != null && Duration.between(began, now).compareTo(Backoff.LASTING) >= 0;
            int attempts = lasted ? 1 : record.attempts() + 1;
            Duration pause = Backoff.after(attempts);
            commit(
                    ended.waiting(now.plus(pause), attempts, record.restarts() + 1),
                    kind,
                    reason + "; starts again in " + pause.toMillis() + " ms");
        } else {
            commit(ended.ended(), kind, reason);
        }
        handle = null;
        launched = null;
        return again();
    }

    /** That an instance has ended is to be known even if its console cannot be read. */
    private List<String> lastLines(Instant now) {
        try {
            files.console().note(now);
            return files.console().lastLines(LAST_LINES);
        } catch (IOException e) {
            return List.of("(the console is not known: " + e + ")");
        }
    }

    private boolean startsAgain(boolean failed) {
        return record.wanted() == Wanted.RUNNING
                && RestartPolicy.parse(record.specification().restart()).restarts(failed, record.restarts());
    }

    private void take(Optional<Instance> instance) {
        handle = instance.orElse(null);
        instance.ifPresent(running -> running.ended().thenRun(signal::raise));
    }

    private void commit(InstanceRecord next, @Nullable String kind, String detail) {
        Happening happening = kind == null ? null : new Happening(kind, detail, clock.instant());
        database.alone(() -> {
            database.update(next, happening);
            record = next;
        });
        changed.signalAll();
        observer.accept(this);
    }

    private static Optional<Duration> again() {
        return Optional.of(Duration.ZERO);
    }
}
