package dev.ristretto.fleet.daemon.instance;

import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.api.state.DesiredState;
import dev.ristretto.fleet.api.state.EventKind;
import dev.ristretto.fleet.api.state.HealthState;
import dev.ristretto.fleet.daemon.instance.InstanceLifecycle.Adopt;
import dev.ristretto.fleet.daemon.instance.InstanceLifecycle.Commit;
import dev.ristretto.fleet.daemon.instance.InstanceLifecycle.Finish;
import dev.ristretto.fleet.daemon.instance.InstanceLifecycle.Kill;
import dev.ristretto.fleet.daemon.instance.InstanceLifecycle.Remove;
import dev.ristretto.fleet.daemon.instance.InstanceLifecycle.Start;
import dev.ristretto.fleet.daemon.instance.InstanceLifecycle.StartAgain;
import dev.ristretto.fleet.daemon.instance.InstanceLifecycle.Step;
import dev.ristretto.fleet.daemon.instance.InstanceLifecycle.Stop;
import dev.ristretto.fleet.daemon.instance.InstanceLifecycle.Transition;
import dev.ristretto.fleet.daemon.instance.InstanceLifecycle.Wait;
import dev.ristretto.fleet.daemon.model.InstanceRecord;
import dev.ristretto.fleet.daemon.model.InstanceRecord.End;
import dev.ristretto.fleet.daemon.model.NewEvent;
import dev.ristretto.fleet.daemon.reconcile.Reconciler;
import dev.ristretto.fleet.daemon.reconcile.Trigger;
import dev.ristretto.fleet.daemon.store.FleetDatabase;
import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.vmm.Hypervisor;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.Instance;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Brings one instance to its desired state, a step at a time, as {@link InstanceLifecycle} says: each step looks at the
 * process, does one thing and commits what has changed. Safe for use by several threads; steps exclude each other.
 */
public final class InstanceReconciler implements Reconciler {

    /** How long an application may take to stop unless another time is given. */
    public static final Duration GRACE = Duration.ofSeconds(10);

    private static final Logger LOG = System.getLogger(InstanceReconciler.class.getName());
    private static final int LAST_LINES = 10;

    private final FleetDatabase database;
    private final InstantSource clock;
    private final InstanceFiles files;
    private final InstanceProcess process;
    private final HeldImage image;
    private final Consumer<InstanceReconciler> observer;
    private final Trigger trigger = new Trigger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile InstanceRecord record;
    private volatile boolean removed;
    private volatile boolean abandoned;
    private @Nullable RuntimeException trouble;

    /**
     * A reconciler that has done nothing yet.
     *
     * @param image looked at before every start, and released before the instance is forgotten
     * @param observer is told after every change, at once and from within; it must neither wait nor ask for another
     *     change
     */
    InstanceReconciler(
            InstanceRecord record,
            FleetDatabase database,
            Hypervisor hypervisor,
            InstantSource clock,
            InstanceFiles files,
            HeldImage image,
            Consumer<InstanceReconciler> observer) {
        this.record = record;
        this.database = database;
        this.clock = clock;
        this.files = files;
        this.process = new InstanceProcess(hypervisor, files, clock, trigger::raise);
        this.image = image;
        this.observer = observer;
    }

    /** What is known about the instance now. */
    public InstanceRecord record() {
        return record;
    }

    /** The instance's files. */
    public InstanceFiles files() {
        return files;
    }

    /** Whether a running instance's console can go on in another file. */
    boolean canSwitchConsole() {
        return process.canSwitchConsole();
    }

    /** The running instance, if there is one and this daemon knows it. */
    public Optional<Instance> handle() {
        return process.handle();
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
    public Trigger trigger() {
        return trigger;
    }

    /**
     * Changes what is desired; does nothing if that is desired already.
     *
     * @param allowed refuses the change by an exception
     * @param grace how long the instance may take to stop
     */
    public void desire(DesiredState desired, Duration grace, Predicate<InstanceRecord> allowed, String refusal) {
        lock.lock();
        try {
            if (removed) {
                throw new FleetException(Kind.UNKNOWN, record.name() + " has just been removed");
            }
            if (!allowed.test(record)) {
                throw new FleetException(Kind.CONFLICT, refusal);
            }
            InstanceRecord next = InstanceLifecycle.desiring(record, desired, grace, clock.instant());
            if (!next.equals(record)) {
                commit(new Transition(next, EventKind.WANTED, desired.toString()));
            }
            // Whatever was in the way before, it is to be tried anew.
            trouble = null;
        } finally {
            lock.unlock();
        }
        trigger.raise();
    }

    /** Nobody knows of it, and nothing could be written down: it is removed as soon as that can be. */
    public void abandon() {
        abandoned = true;
        trigger.raise();
    }

    /**
     * Takes note of what a health check has found.
     *
     * @param run the process that was checked; nothing happens if that is not the one that runs now
     * @param detail why, in words
     */
    public void observe(ProcessIdentity run, HealthState health, String detail) {
        lock.lock();
        try {
            if (removed || !run.equals(record.process())) {
                return;
            }
            Optional<Transition> news = InstanceLifecycle.observed(record, health, detail, process.sinceLaunch(record));
            if (news.isEmpty()) {
                return;
            }
            commit(news.get());
        } finally {
            lock.unlock();
        }
        trigger.raise();
    }

    /**
     * Waits until the record is as described or the instance is removed; the record then, or empty if the time is over.
     */
    public Optional<InstanceRecord> await(Predicate<InstanceRecord> goal, Duration patience)
            throws InterruptedException {
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
    public InstanceRecord bringAbout(Predicate<InstanceRecord> goal) throws InterruptedException {
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
            if (abandoned && !removed && record.desired() != DesiredState.REMOVED) {
                InstanceRecord next =
                        InstanceLifecycle.desiring(record, DesiredState.REMOVED, Duration.ZERO, clock.instant());
                commit(new Transition(next, EventKind.WANTED, DesiredState.REMOVED.toString()));
            }
            Optional<Duration> pause = removed
                    ? Optional.empty()
                    : execute(InstanceLifecycle.next(record, process.observe(record), clock.instant()));
            trouble = null;
            return pause;
        } catch (IOException e) {
            throw failed(StorageFailures.of(
                    "The files of " + record.name() + " in " + files.folder() + " cannot be used", e));
        } catch (RuntimeException e) {
            throw failed(StorageFailures.isNoSpace(e) ? StorageFailures.of(record.name() + " cannot go on", e) : e);
        } catch (Error e) {
            // A class that is missing because ristretto was replaced, for example; those who wait are to know.
            throw failed(new IllegalStateException("the daemon failed: " + e, e));
        } finally {
            lock.unlock();
        }
    }

    private RuntimeException failed(RuntimeException failure) {
        trouble = failure;
        changed.signalAll();
        return failure;
    }

    private Optional<Duration> execute(Step step) throws IOException {
        switch (step) {
            case Wait wait -> {
                return wait.longest();
            }
            case Commit commit -> commit(commit.transition());
            case Start start -> {
                files.forgetReport();
                commit(start.transition());
                start();
            }
            case StartAgain again -> start();
            case Adopt adopt -> {
                commit(adopt.transition());
                process.noteAdoption();
                if (adopt.asks()) {
                    process.requestStop();
                }
            }
            case Stop stop -> {
                commit(stop.transition());
                if (stop.asks()) {
                    process.requestStop();
                }
            }
            case Kill kill -> {
                process.kill();
                return Optional.empty();
            }
            case Finish finish ->
                finish(
                        EventKind.ENDED,
                        InstanceExitStatus.of(finish.outcome()),
                        InstanceExitStatus.reason(finish.outcome()));
            case Remove remove -> {
                remove();
                return Optional.empty();
            }
        }
        return Optional.of(Duration.ZERO);
    }

    private void start() throws IOException {
        Instance instance;
        try {
            instance = process.start(record, image.intact());
        } catch (HypervisorException | IllegalArgumentException e) {
            finish(EventKind.NOT_STARTED, InstanceExitStatus.NOT_STARTED, String.valueOf(e.getMessage()));
            return;
        } catch (FleetException e) {
            if (e.kind() != Kind.INVALID) {
                throw e;
            }
            // What it is to run cannot be run, and will not be otherwise later.
            finish(EventKind.NOT_STARTED, InstanceExitStatus.NOT_STARTED, String.valueOf(e.getMessage()));
            return;
        }
        commit(InstanceLifecycle.started(record, instance.identity(), instance.notice(), clock.instant()));
    }

    private void finish(EventKind kind, int status, String reason) {
        Instant now = clock.instant();
        commit(InstanceLifecycle.ended(record, kind, new End(now, status, reason, lastLines(now))));
        process.forget();
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

    private void remove() {
        try {
            image.release();
        } catch (RuntimeException | Error e) {
            // It is gone all the same; the next daemon compares what is held with what there is.
            LOG.log(Level.WARNING, "what " + record.name() + " holds outside of its files is not released", e);
        }
        try {
            files.delete();
        } catch (IOException e) {
            // Neither is a folder that cannot be deleted a reason to stay; no other instance ever has its number.
            LOG.log(Level.WARNING, "the files of " + record.name() + " are left in " + files.folder(), e);
        }
        database.alone(() -> {
            database.delete(record, new NewEvent(EventKind.REMOVED, "", clock.instant()));
            removed = true;
        });
        changed.signalAll();
        observer.accept(this);
    }

    private void commit(Transition transition) {
        EventKind kind = transition.kind();
        NewEvent event = kind == null ? null : new NewEvent(kind, transition.detail(), clock.instant());
        database.alone(() -> {
            database.update(transition.next(), event);
            record = transition.next();
        });
        changed.signalAll();
        observer.accept(this);
    }
}
