package dev.ristretto.tools.project;

import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.NewInstance;
import dev.ristretto.fleet.api.NewService;
import dev.ristretto.fleet.api.ServiceView;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.api.state.HealthState;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.fleet.api.syntax.TimeLength;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.tools.project.Change.Aspect;
import dev.ristretto.tools.project.Step.Action;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Takes the steps of a plan by way of the daemon's API. Nothing is kept but what the daemon keeps: whoever interrupts
 * it plans again, and what was done is not done twice. For one thread.
 */
public final class ProjectRun {

    private static final long GRACE_SECONDS = 10;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final FleetClient fleet;
    private final long graceSeconds;
    private final Onlooker onlooker;

    /** What each part that was begun has to come to. */
    private final Map<String, Goal> goals = new HashMap<>();

    private final Set<String> reached = new HashSet<>();

    /** Waits until a part is as it is to be. */
    private interface Goal {
        void await() throws InterruptedException;
    }

    /** Is told how it goes, and waits for services, of which there is more to be told. */
    public interface Onlooker {

        /** Something has been done. */
        void done(Step step);

        /** An instance is waited for. */
        void waiting(String instance, Duration patience);

        /** Returns when the revision that the service wants answers; fails with what has become of it instead. */
        ServiceView revision(ServiceView begun);

        /** Returns when there are as many replicas as are wanted. */
        void replicas(ServiceView begun);

        /** Returns when the service is gone. */
        void removal(ServiceView begun);
    }

    /** A run by way of a client. */
    public ProjectRun(FleetClient fleet, Onlooker onlooker) {
        this(fleet, onlooker, GRACE_SECONDS);
    }

    /** The same with another time for instances to stop by themselves. */
    ProjectRun(FleetClient fleet, Onlooker onlooker, long graceSeconds) {
        this.fleet = fleet;
        this.graceSeconds = graceSeconds;
        this.onlooker = onlooker;
    }

    /**
     * Takes the steps, each when what it needs is well, and returns when all is.
     *
     * @throws FleetException if something does not become well in its time
     */
    public void take(List<Step> steps) throws InterruptedException {
        for (Step step : steps) {
            DesiredPart wanted = step.wanted();
            if (wanted != null) {
                for (String need : wanted.part().needs()) {
                    await(need);
                }
            }
            if (wanted == null) {
                remove(step);
            } else if (wanted.part() instanceof ProjectPart.Service part) {
                goals.put(step.name(), goal(service(step, part, wanted), step));
            } else if (wanted.part() instanceof ProjectPart.Instance part) {
                instance(step, wanted);
                goals.put(step.name(), () -> awaitInstance(part));
            }
            if (step.action() != Action.NOTHING) {
                onlooker.done(step);
            }
        }
        for (Step step : steps) {
            if (step.wanted() != null) {
                await(step.name());
            }
        }
    }

    private void await(String name) throws InterruptedException {
        if (reached.add(name)) {
            Objects.requireNonNull(goals.get(name), () -> name + " comes behind what needs it")
                    .await();
        }
    }

    private ServiceView service(Step step, ProjectPart.Service part, DesiredPart wanted) {
        return switch (step.action()) {
            case CREATE -> fleet.createService(new NewService(part.name(), wanted.specification(), part.settings()));
            case REPLACE -> {
                remove(step);
                yield fleet.createService(new NewService(part.name(), wanted.specification(), part.settings()));
            }
            case SCALE -> fleet.scaleService(part.name(), part.settings().replicas());
            case UPDATE -> update(step, part, wanted);
            case START, REMOVE, NOTHING -> fleet.getService(part.name());
        };
    }

    /** The settings first: they are about the update too. */
    private ServiceView update(Step step, ProjectPart.Service part, DesiredPart wanted) {
        if (step.changes(Aspect.SETTINGS) || step.changes(Aspect.REPLICAS)) {
            ServiceView begun = fleet.configureService(part.name(), part.settings());
            if (!step.changes(Aspect.REVISION)) {
                return begun;
            }
        }
        return fleet.updateService(part.name(), wanted.specification());
    }

    private Goal goal(ServiceView begun, Step step) {
        boolean number = step.changes(Aspect.REPLICAS);
        return () -> {
            ServiceView end = onlooker.revision(begun);
            if (number) {
                onlooker.replicas(end);
            }
        };
    }

    private void instance(Step step, DesiredPart wanted) {
        switch (step.action()) {
            case CREATE -> fleet.createInstance(new NewInstance(step.name(), wanted.specification()));
            case REPLACE -> {
                remove(step);
                fleet.createInstance(new NewInstance(step.name(), wanted.specification()));
            }
            case START -> fleet.startInstance(step.name());
            case UPDATE, SCALE, REMOVE, NOTHING -> {
                // An instance is what it is from its beginning.
            }
        }
    }

    /** What is gone already was removed by somebody else, which is just as well. */
    private void remove(Step step) {
        try {
            if (step.kind().equals("service")) {
                onlooker.removal(fleet.removeService(step.name()));
                return;
            }
            if (fleet.getInstance(step.name()).state() != InstanceState.ENDED) {
                fleet.stopInstance(step.name(), graceSeconds);
            }
            fleet.removeInstance(step.name(), true);
        } catch (FleetException e) {
            if (e.kind() != Kind.UNKNOWN) {
                throw e;
            }
        }
    }

    private void awaitInstance(ProjectPart.Instance part) throws InterruptedException {
        long end = System.nanoTime() + part.deadline().toNanos();
        boolean told = false;
        while (true) {
            InstanceView is = fleet.getInstance(part.name());
            if (isWell(is)) {
                return;
            }
            if (is.state() == InstanceState.ENDED) {
                throw failed(part, "has ended: " + Objects.requireNonNullElse(is.reason(), "it could not be started"));
            }
            if (System.nanoTime() >= end) {
                String state = is.state() == InstanceState.RUNNING
                        ? "health: " + is.health()
                        : is.state().toString();
                throw failed(
                        part,
                        "is not well after " + TimeLength.format(part.deadline().toMillis()) + " (" + state + ")");
            }
            if (!told) {
                onlooker.waiting(part.name(), part.deadline());
                told = true;
            }
            Thread.sleep(PAUSE);
        }
    }

    /** A job is well when it is done. */
    private static boolean isWell(InstanceView is) {
        Integer status = is.exitStatus();
        return switch (is.state()) {
            case RUNNING -> is.health() == HealthState.HEALTHY || is.health() == HealthState.NONE;
            case ENDED -> status != null && status == 0;
            default -> false;
        };
    }

    private static FleetException failed(ProjectPart part, String how) {
        return new FleetException(
                Kind.FAILURE, part.at() + ": " + part.name() + " " + how + "\nSee why: ristretto logs " + part.name());
    }
}
