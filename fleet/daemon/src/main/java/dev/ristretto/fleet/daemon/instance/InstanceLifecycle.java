package dev.ristretto.fleet.daemon.instance;

import dev.ristretto.fleet.api.state.DesiredState;
import dev.ristretto.fleet.api.state.EventKind;
import dev.ristretto.fleet.api.state.HealthState;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.fleet.api.syntax.RestartPolicy;
import dev.ristretto.fleet.daemon.model.InstanceRecord;
import dev.ristretto.fleet.daemon.model.InstanceRecord.End;
import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.vmm.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done next for an instance, and what its record says then: functions of the record, what was observed
 * and the time, so that whoever crashed in between is followed by one who goes on. The record is committed before
 * something is done that cannot be found out later, and says what may have been begun. Knows no process, file or clock.
 */
final class InstanceLifecycle {

    private InstanceLifecycle() {}

    /**
     * What was found out about the process of an instance.
     *
     * @param process the one that was found; empty if there is none, or if nobody looked because there need not be one
     * @param adopted whether this daemon has only just found it, and another one has started it
     * @param notice what the hypervisor has to say about it
     * @param outcome how it has ended, if it has
     */
    record Observation(
            Optional<ProcessIdentity> process, boolean adopted, Optional<String> notice, Optional<Outcome> outcome) {

        /** Nobody looked. */
        static final Observation NOTHING = new Observation(Optional.empty(), false, Optional.empty(), Optional.empty());

        /** There is none, and this is what the last one has left behind. */
        static Observation ended(Outcome outcome) {
            return new Observation(Optional.empty(), false, Optional.empty(), Optional.of(outcome));
        }
    }

    /**
     * A change of the record together with the event that tells of it.
     *
     * @param kind null if nobody need be told
     */
    record Transition(InstanceRecord next, @Nullable EventKind kind, String detail) {}

    /** What is to be done. */
    sealed interface Step {}

    /** Nothing, until something changes or a time has come. */
    record Wait(Optional<Duration> longest) implements Step {}

    /** Write a change down. */
    record Commit(Transition transition) implements Step {}

    /** Write down that it is about to start, then start it. */
    record Start(Transition transition) implements Step {}

    /** Start it, as was written down before. */
    record StartAgain() implements Step {}

    /** Write down that this daemon looks after the process now; then ask it to stop, if the one before may not have. */
    record Adopt(Transition transition, boolean asks) implements Step {}

    /** Write down that it is to stop, then ask it unless it has no time for that. */
    record Stop(Transition transition, boolean asks) implements Step {}

    /** End its process. */
    record Kill() implements Step {}

    /** Note how it has ended, with the last lines of its console. */
    record Finish(Outcome outcome) implements Step {}

    /** Delete all that is left of it. */
    record Remove() implements Step {}

    /** Whether the process has to be looked at before the next step can be told. */
    static boolean hasProcess(InstanceState state) {
        return switch (state) {
            case STARTING, RUNNING, STOPPING -> true;
            case WAITING, ENDED -> false;
        };
    }

    /** What comes first. */
    static Step next(InstanceRecord record, Observation seen, Instant now) {
        return switch (record.state()) {
            case WAITING -> fromWaiting(record, now);
            case STARTING -> fromStarting(record, seen, now);
            case RUNNING -> fromRunning(record, seen, now);
            case STOPPING -> fromStopping(record, seen, now);
            case ENDED -> fromEnded(record, now);
        };
    }

    private static Step fromWaiting(InstanceRecord record, Instant now) {
        return switch (record.desired()) {
            case STOPPED, REMOVED -> new Commit(new Transition(record.ended(), EventKind.STOPPED, ""));
            case RESTARTED -> new Commit(startNow(record, now));
            case RUNNING -> {
                Instant due = record.due();
                Duration left = due == null ? Duration.ZERO : Duration.between(now, due);
                yield left.isPositive()
                        ? new Wait(Optional.of(left))
                        : new Start(new Transition(record.starting(), null, ""));
            }
        };
    }

    /**
     * Whoever was to start it may have done so and died; it may even have run to its end since. Where there is no
     * process and none is wanted any more, nothing is in the way of its end, whatever keeps it from being started.
     */
    private static Step fromStarting(InstanceRecord record, Observation seen, Instant now) {
        if (seen.process().isPresent()) {
            return new Commit(started(record, seen.process().get(), seen.notice(), now));
        }
        boolean wanted = record.desired() == DesiredState.RUNNING || record.desired() == DesiredState.RESTARTED;
        return seen.outcome()
                .filter(outcome -> !(outcome instanceof Outcome.Died))
                .<Step>map(Finish::new)
                .orElseGet(() -> wanted
                        ? new StartAgain()
                        : new Commit(new Transition(record.ended(), EventKind.STOPPED, "before it was started")));
    }

    private static Step fromRunning(InstanceRecord record, Observation seen, Instant now) {
        if (seen.adopted()) {
            return new Adopt(found(record), false);
        }
        if (seen.outcome().isPresent()) {
            return new Finish(seen.outcome().get());
        }
        boolean hopeless = record.health() == HealthState.UNHEALTHY && startsAgain(record, true);
        boolean desired = record.desired() == DesiredState.RUNNING;
        if (desired && !hopeless) {
            return new Wait(Optional.empty());
        }
        InstanceRecord stopping = record.stopping(now.plusMillis(record.graceMillis()));
        return new Stop(
                new Transition(stopping, EventKind.STOPPING, desired ? "it is unhealthy" : ""),
                record.graceMillis() > 0);
    }

    private static Step fromStopping(InstanceRecord record, Observation seen, Instant now) {
        Instant deadline = record.due();
        boolean hasTime = deadline != null && now.isBefore(deadline);
        if (seen.adopted()) {
            // Whoever was to ask it may have died before.
            return new Adopt(found(record), hasTime && seen.outcome().isEmpty());
        }
        if (seen.outcome().isPresent()) {
            return new Finish(seen.outcome().get());
        }
        if (deadline == null) {
            return new Kill();
        }
        return hasTime
                ? new Wait(Optional.of(Duration.between(now, deadline)))
                : new Commit(new Transition(record.stopping(null), EventKind.KILLED, "it did not stop in time"));
    }

    private static Step fromEnded(InstanceRecord record, Instant now) {
        return switch (record.desired()) {
            case RUNNING, STOPPED -> new Wait(Optional.empty());
            case RESTARTED -> new Commit(startNow(record, now));
            case REMOVED -> new Remove();
        };
    }

    private static Transition startNow(InstanceRecord record, Instant now) {
        return new Transition(
                record.desiring(DesiredState.RUNNING, record.graceMillis()).waiting(now, 0, 0), null, "");
    }

    private static Transition found(InstanceRecord record) {
        ProcessIdentity process = record.process();
        return new Transition(record, EventKind.FOUND, process == null ? "" : "process " + process.pid());
    }

    /** It has been started, as a process. */
    static Transition started(InstanceRecord record, ProcessIdentity process, Optional<String> notice, Instant now) {
        return new Transition(
                record.running(process, now),
                EventKind.STARTED,
                "process " + process.pid() + notice.map(text -> "; " + text).orElse(""));
    }

    /**
     * It has ended, or could not be started; its policy says whether it starts again.
     *
     * @param kind which of both
     */
    static Transition ended(InstanceRecord record, EventKind kind, End end) {
        InstanceRecord known = record.withLast(end);
        // Whoever was stopped because it was unhealthy has failed, even if it then ended in good order.
        if (!startsAgain(record, end.status() != 0 || record.health() == HealthState.UNHEALTHY)) {
            return new Transition(known.ended(), kind, end.reason());
        }
        Instant began = record.state() == InstanceState.STARTING ? null : record.started();
        boolean lasted = began != null && Duration.between(began, end.time()).compareTo(Backoff.LASTING) >= 0;
        int attempts = lasted ? 1 : record.attempts() + 1;
        Duration pause = Backoff.after(attempts);
        return new Transition(
                known.waiting(end.time().plus(pause), attempts, record.restarts() + 1),
                kind,
                end.reason() + "; starts again in " + pause.toMillis() + " ms");
    }

    private static boolean startsAgain(InstanceRecord record, boolean failed) {
        return record.desired() == DesiredState.RUNNING
                && RestartPolicy.parse(record.specification().restart()).restarts(failed, record.restarts());
    }

    /** Its checks have found out how it is; empty if that is known. */
    static Optional<Transition> observed(
            InstanceRecord record, HealthState health, String detail, Duration sinceLaunch) {
        if (record.state() != InstanceState.RUNNING || health == record.health()) {
            return Optional.empty();
        }
        boolean first = health == HealthState.HEALTHY && record.readyMillis() == null;
        return Optional.of(new Transition(
                first ? record.ready(sinceLaunch) : record.withHealth(health),
                health == HealthState.HEALTHY ? EventKind.HEALTHY : EventKind.UNHEALTHY,
                detail));
    }

    /**
     * Another state is desired of it.
     *
     * @param grace how long it may take to stop
     */
    static InstanceRecord desiring(InstanceRecord record, DesiredState desired, Duration grace, Instant now) {
        boolean start = desired == DesiredState.RUNNING;
        InstanceRecord next = record.desiring(desired, grace.toMillis());
        return switch (record.state()) {
            case ENDED, WAITING -> start ? next.waiting(now, 0, 0) : next;
            case STOPPING -> {
                if (start) {
                    // What has been asked to stop can only be started again when it has.
                    yield record.desiring(DesiredState.RESTARTED, grace.toMillis());
                }
                yield grace.isZero() && record.due() != null ? next.stopping(now) : next;
            }
            // What is to start again will run; a start does not call that off.
            case STARTING, RUNNING -> start && record.desired() == DesiredState.RESTARTED ? record : next;
        };
    }
}
