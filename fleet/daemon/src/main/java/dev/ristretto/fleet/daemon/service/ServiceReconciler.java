package dev.ristretto.fleet.daemon.service;

import dev.ristretto.fleet.api.Scaling;
import dev.ristretto.fleet.api.ServiceSettings;
import dev.ristretto.fleet.api.ServiceView;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.api.state.DesiredState;
import dev.ristretto.fleet.api.state.EventKind;
import dev.ristretto.fleet.balancer.LoadBalancer;
import dev.ristretto.fleet.balancer.LoopbackPorts;
import dev.ristretto.fleet.balancer.Traffic;
import dev.ristretto.fleet.daemon.instance.InstanceReconciler;
import dev.ristretto.fleet.daemon.model.InstanceRecord;
import dev.ristretto.fleet.daemon.model.NewEvent;
import dev.ristretto.fleet.daemon.model.RolloutState;
import dev.ristretto.fleet.daemon.model.ServiceRecord;
import dev.ristretto.fleet.daemon.reconcile.Reconciler;
import dev.ristretto.fleet.daemon.reconcile.Trigger;
import dev.ristretto.fleet.daemon.service.Rollout.Replica;
import dev.ristretto.fleet.daemon.store.FleetDatabase;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Brings the instances of one service to what is wanted of it, a step at a time, as {@link Rollout} says. What it does
 * to instances and what it notes about the service are transactions of their own: every step looks at both anew. Safe
 * for use by several threads; steps exclude each other.
 */
final class ServiceReconciler implements Reconciler {

    /** How often a service that scales by itself is looked at while it is busy. */
    private static final Duration SCALING_PAUSE = Duration.ofSeconds(1);

    private static final Logger LOG = System.getLogger(ServiceReconciler.class.getName());

    private final ReplicaSet replicas;
    private final ServiceRouting routing;
    private final InstantSource clock;
    private final ScalingPolicy policy;
    private final Trigger trigger = new Trigger();
    private final CommittedService state;

    /**
     * A reconciler that has done nothing yet.
     *
     * @param revisionsChanged is told when the images and volumes that the service needs may be others
     */
    ServiceReconciler(
            ServiceRecord record,
            FleetDatabase database,
            ReplicaSet replicas,
            LoadBalancer balancer,
            InstantSource clock,
            Runnable revisionsChanged) {
        this.state = new CommittedService(record, database, clock, revisionsChanged);
        this.replicas = replicas;
        this.routing = new ServiceRouting(balancer);
        this.clock = clock;
        this.policy = new ScalingPolicy(clock.instant());
    }

    @Override
    public String name() {
        return record().name();
    }

    @Override
    public Trigger trigger() {
        return trigger;
    }

    @Override
    public boolean isRemoved() {
        return state.isRemoved();
    }

    ServiceRecord record() {
        return state.known().service();
    }

    /** What each revision runs that it may come to. */
    Map<Integer, Specification> revisions() {
        return state.known().revisions();
    }

    /**
     * Brings the service to a new revision.
     *
     * @param change makes it of the target revision, which nobody else changes meanwhile
     */
    void update(Function<Specification, SpecificationPatch> change) {
        state.lock();
        try {
            requirePresent();
            SpecificationPatch changed = change.apply(template());
            Specification specification = changed.specification();
            int number = record().latest() + 1;
            ServiceRecord next = awake(record().rolling(RolloutState.UPDATING, number, "", clock.instant()));
            state.commit(
                    next,
                    specification,
                    EventKind.SERVICE_UPDATE,
                    "to revision " + number + ", image " + specification.image()
                            + changed.warning().map(text -> "; " + text).orElse(""));
        } finally {
            state.unlock();
        }
        trigger.raise();
    }

    /** Brings the service back: during an update to where it came from, else to the revision before. */
    void rollBack() {
        state.lock();
        try {
            requirePresent();
            boolean unfinished = record().target() != record().revision();
            int number = unfinished ? record().revision() : record().previous();
            if (number == 0) {
                throw new FleetException(
                        Kind.CONFLICT,
                        name() + " has no revision to go back to\nGive it another image: ristretto service update "
                                + name() + " --image IMAGE");
            }
            RolloutState how = unfinished ? RolloutState.ROLLING_BACK : RolloutState.UPDATING;
            String because = unfinished ? "called off" : "";
            state.commit(
                    awake(record().rolling(how, number, because, clock.instant())),
                    null,
                    EventKind.SERVICE_ROLLBACK,
                    "to revision " + number);
        } finally {
            state.unlock();
        }
        trigger.raise();
    }

    /** A revision is tried out even if nobody needs the service now. */
    private ServiceRecord awake(ServiceRecord next) {
        policy.wake(clock.instant());
        return next.replicas() == 0 && next.settings().replicas() > 0
                ? next.scaled(next.settings(), 1, clock.instant())
                : next;
    }

    /** Changes how many replicas there are. */
    void scale(UnaryOperator<ServiceSettings> change) {
        state.lock();
        try {
            requirePresent();
            ServiceSettings settings = change.apply(record().settings());
            policy.wake(clock.instant());
            if (!settings.equals(record().settings()) || record().replicas() != settings.replicas()) {
                state.commit(
                        record().scaled(settings, settings.replicas(), clock.instant()),
                        null,
                        EventKind.SERVICE_SCALE,
                        "to " + settings.replicas() + " replicas");
            }
        } finally {
            state.unlock();
        }
        trigger.raise();
    }

    /** Removes the service with its instances. */
    void remove() {
        state.lock();
        try {
            if (!state.isRemoved() && !record().removed()) {
                state.commit(record().leaving(), null, EventKind.SERVICE_LEAVING, "");
            }
        } finally {
            state.unlock();
        }
        trigger.raise();
    }

    private void requirePresent() {
        if (state.isRemoved() || record().removed()) {
            throw new FleetException(Kind.CONFLICT, record().name() + " is being removed");
        }
    }

    /** Waits until something has changed since, or for a while. */
    void await(long since, Duration patience) throws InterruptedException {
        state.await(since, patience);
    }

    /** Tells the balancer who answers now. */
    void route() {
        state.lock();
        try {
            unlessLeaving(() -> routing.route(record(), replicas.of(name())));
        } finally {
            state.unlock();
        }
    }

    @Override
    public Optional<Duration> step() {
        state.lock();
        try {
            if (state.isRemoved()) {
                return Optional.empty();
            }
            // Whoever woke this has seen something change.
            state.tell();
            List<InstanceReconciler> instances = replicas.of(record().name());
            unlessLeaving(() -> routing.route(record(), instances));
            Optional<Duration> scaling = scaleByItself();
            Instant now = clock.instant();
            Rollout.Step step = Rollout.next(
                    record(),
                    instances.stream().map(this::replica).toList(),
                    ServiceVolumes.areOwn(template()),
                    record().removed() || routing.isReachable(record()),
                    now);
            Optional<Duration> pause = act(step, now);
            return pause.isPresent() && scaling.isPresent() && scaling.get().compareTo(pause.get()) > 0
                    ? pause
                    : scaling.or(() -> pause);
        } finally {
            state.unlock();
        }
    }

    /** The balancer is told; that it cannot be does not keep a service that is to go. */
    private void unlessLeaving(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException | Error e) {
            if (!record().removed()) {
                throw e;
            }
            LOG.log(Level.WARNING, "the balancer does not learn that " + name() + " goes", e);
        }
    }

    private Optional<Duration> act(Rollout.Step step, Instant now) {
        switch (step) {
            case Rollout.Wait wait -> {
                return wait.longest();
            }
            case Rollout.Create create -> {
                try {
                    create(create.ordinal());
                } catch (FleetException e) {
                    if (e.kind() != Kind.INVALID || !record().isRolling()) {
                        throw e;
                    }
                    // It will not get better: the image is gone, for example.
                    fail(String.valueOf(e.getMessage()));
                }
            }
            case Rollout.Drain drain -> {
                Map<String, Instant> draining = new TreeMap<>(record().draining());
                draining.put(drain.name(), now.plusMillis(record().settings().drainMillis()));
                state.commit(record().draining(draining), null, EventKind.SERVICE_DRAIN, drain.name());
            }
            case Rollout.Remove remove -> remove(remove.name());
            case Rollout.Forget forget -> {
                Map<String, Instant> draining = new TreeMap<>(record().draining());
                draining.keySet().removeAll(forget.names());
                state.commit(record().draining(draining), null, null, "");
            }
            case Rollout.Progress progress ->
                state.commit(
                        record().progressing(progress.ready(), now),
                        null,
                        EventKind.SERVICE_PROGRESS,
                        progress.ready() + " of " + record().replicas() + " are ready");
            case Rollout.Complete complete ->
                state.commit(record().steady(), null, EventKind.SERVICE_STEADY, "revision " + record().target());
            case Rollout.Fail fail -> fail(fail.reason());
            case Rollout.Delete delete -> {
                unlessLeaving(() -> routing.withdraw(record()));
                state.delete(new NewEvent(EventKind.SERVICE_REMOVED, "", now));
                return Optional.empty();
            }
        }
        return Optional.of(Duration.ZERO);
    }

    private void remove(String name) {
        for (InstanceReconciler member : replicas.of(record().name())) {
            if (member.name().equals(name)) {
                try {
                    member.desire(DesiredState.REMOVED, InstanceReconciler.GRACE, any -> true, "");
                } catch (FleetException e) {
                    if (!member.isRemoved()) {
                        throw e;
                    }
                }
            }
        }
    }

    private void fail(String reason) {
        boolean canGoBack = record().state() == RolloutState.UPDATING
                && record().revision() != 0
                && record().revision() != record().target();
        String message = "revision " + record().target() + " failed: " + reason;
        if (canGoBack) {
            state.commit(
                    record().rolling(RolloutState.ROLLING_BACK, record().revision(), message, clock.instant()),
                    null,
                    EventKind.SERVICE_ROLLBACK,
                    message + "; back to revision " + record().revision());
        } else {
            state.commit(record().failed(message), null, EventKind.SERVICE_FAILED, message);
        }
    }

    private void create(int ordinal) {
        replicas.create(
                Replicas.freeName(record(), ordinal, replicas::exists),
                Replicas.specification(record(), template(), ordinal, () -> LoopbackPorts.choose(replicas::hasPort)));
    }

    /** What the wanted revision runs. */
    private Specification template() {
        return Objects.requireNonNull(revisions().get(record().target()));
    }

    /** A service that scales is looked at again soon while it is busy, and when it is to sleep. */
    private Optional<Duration> scaleByItself() {
        Scaling scaling = record().settings().scaling();
        if (scaling == null || record().removed() || record().isRolling()) {
            return Optional.empty();
        }
        Optional<Traffic> traffic = routing.traffic(record());
        if (traffic.isEmpty()) {
            // Not known is not idle.
            policy.wake(clock.instant());
            return Optional.of(SCALING_PAUSE);
        }
        int inFlight = traffic.get().active() + traffic.get().waiting();
        int awake = record().settings().replicas();
        int number = policy.decide(scaling, awake, record().replicas(), inFlight, clock.instant());
        if (number != record().replicas()) {
            state.commit(
                    record().scaled(record().settings(), number, clock.instant()),
                    null,
                    EventKind.SERVICE_SCALE,
                    "from " + record().replicas() + " to " + number + " by itself, " + inFlight + " in flight");
        }
        return record().replicas() == 0 ? Optional.empty() : Optional.of(SCALING_PAUSE);
    }

    private Replica replica(InstanceReconciler member) {
        InstanceRecord instance = member.record();
        boolean collided = Replicas.hasLostItsPort(instance);
        return new Replica(
                instance.name(),
                Replicas.revision(instance),
                Replicas.ordinal(instance),
                instance.isReady(),
                instance.desired() == DesiredState.REMOVED,
                collided || instance.isOver(),
                collided ? null : Replicas.failure(instance, record().since()),
                record().removed() || routing.isDrained(record(), instance));
    }

    /** As its users see it. */
    ServiceView view() {
        long now = state.changes();
        CommittedService.Known seen = state.known();
        return ServiceViews.of(
                seen.service(),
                seen.revisions(),
                replicas.of(seen.service().name()).stream()
                        .map(InstanceReconciler::record)
                        .sorted(Comparator.comparing(InstanceRecord::id))
                        .toList(),
                routing.traffic(seen.service()),
                now);
    }
}
