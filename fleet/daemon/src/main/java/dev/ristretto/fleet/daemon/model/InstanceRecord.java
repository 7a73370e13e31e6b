package dev.ristretto.fleet.daemon.model;

import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.state.DesiredState;
import dev.ristretto.fleet.api.state.HealthState;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.run.host.ProcessIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about an instance: what is desired, and what was observed last. Immutable.
 *
 * @param id a number that is never used again; 0 before it is stored
 * @param name unique among the instances that exist
 * @param specification what it runs
 * @param desired what the user desires
 * @param graceMillis how long it may take to stop before it is killed
 * @param state what was observed
 * @param process its process, while it has one
 * @param due when it is to be started (waiting) or killed (stopping)
 * @param attempts starts in a row that did not last
 * @param restarts how often it was started again by itself
 * @param created when it was made
 * @param started when it was started last
 * @param last how it ended last
 * @param health what its checks have found since it was started
 * @param readyMillis how long the last start took until a check found it healthy; null if none has
 */
public record InstanceRecord(
        long id,
        String name,
        Specification specification,
        DesiredState desired,
        long graceMillis,
        InstanceState state,
        @Nullable ProcessIdentity process,
        @Nullable Instant due,
        int attempts,
        int restarts,
        Instant created,
        @Nullable Instant started,
        @Nullable End last,
        HealthState health,
        @Nullable Long readyMillis) {

    /**
     * How an instance ended.
     *
     * @param time when it was noticed
     * @param status exit status
     * @param reason the same in words; cut where it gets too long
     * @param lines the last lines of its console, as many as are not too long together: the daemon has those of all
     *     instances in its memory
     */
    public record End(Instant time, int status, String reason, List<String> lines) {

        private static final int LONGEST = 1000;

        public End {
            reason = reason.length() <= LONGEST ? reason : reason.substring(0, LONGEST) + "…";
            lines = last(lines);
        }

        private static List<String> last(List<String> lines) {
            Deque<String> kept = new ArrayDeque<>();
            int room = LONGEST;
            for (int i = lines.size() - 1; i >= 0 && room > 0; i--) {
                String line = lines.get(i);
                kept.addFirst(line.length() <= room ? line : "…" + line.substring(line.length() - room));
                room -= line.length();
            }
            return List.copyOf(kept);
        }
    }

    /** A new instance that is to be started now. */
    public static InstanceRecord create(String name, Specification specification, long graceMillis, Instant now) {
        return new InstanceRecord(
                0,
                name,
                specification,
                DesiredState.RUNNING,
                graceMillis,
                InstanceState.WAITING,
                null,
                now,
                0,
                0,
                now,
                null,
                null,
                HealthState.NONE,
                null);
    }

    /** The same, stored. */
    public InstanceRecord withId(long number) {
        return copy(
                number,
                desired,
                graceMillis,
                state,
                process,
                due,
                attempts,
                restarts,
                started,
                last,
                health,
                readyMillis);
    }

    /** Something else is desired of it. */
    public InstanceRecord desiring(DesiredState what, long grace) {
        return copy(id, what, grace, state, process, due, attempts, restarts, started, last, health, readyMillis);
    }

    /** Waits to be started after that many failed attempts. */
    public InstanceRecord waiting(Instant until, int failedAttempts, int startedAgain) {
        return copy(
                id,
                desired,
                graceMillis,
                InstanceState.WAITING,
                null,
                until,
                failedAttempts,
                startedAgain,
                started,
                last,
                HealthState.NONE,
                readyMillis);
    }

    /** Is being started. */
    public InstanceRecord starting() {
        return in(InstanceState.STARTING, null, null, HealthState.NONE);
    }

    /** Runs as a process since a moment; whether it is well, its checks will tell. */
    public InstanceRecord running(ProcessIdentity identity, Instant since) {
        HealthState first = specification.health() == null ? HealthState.NONE : HealthState.STARTING;
        return copy(
                id,
                desired,
                graceMillis,
                InstanceState.RUNNING,
                identity,
                null,
                attempts,
                restarts,
                since,
                last,
                first,
                null);
    }

    /** Was asked to stop and will be killed at a moment; without one it has been killed. */
    public InstanceRecord stopping(@Nullable Instant deadline) {
        return in(InstanceState.STOPPING, process, deadline, health);
    }

    /** Does not run and is not to be started. */
    public InstanceRecord ended() {
        return in(InstanceState.ENDED, null, null, HealthState.NONE);
    }

    /** Whether it has ended and nothing but a command will start it again. */
    public boolean isOver() {
        return state == InstanceState.ENDED && desired != DesiredState.RESTARTED;
    }

    /**
     * Whether its first start is decided: it has run, it could not be started, or somebody has called it off before.
     */
    public boolean wasTried() {
        return started != null || last != null || isOver();
    }

    /** Whether it runs, is meant to, and has passed its check if it has one. */
    public boolean isReady() {
        return state == InstanceState.RUNNING
                && desired == DesiredState.RUNNING
                && (specification.health() == null || health == HealthState.HEALTHY);
    }

    /** Knows how it ended. */
    public InstanceRecord withLast(End end) {
        return copy(
                id, desired, graceMillis, state, process, due, attempts, restarts, started, end, health, readyMillis);
    }

    /** Knows how it is. */
    public InstanceRecord withHealth(HealthState found) {
        return copy(
                id, desired, graceMillis, state, process, due, attempts, restarts, started, last, found, readyMillis);
    }

    /** Was found healthy for the first time since it was started. */
    public InstanceRecord ready(Duration took) {
        return copy(
                id,
                desired,
                graceMillis,
                state,
                process,
                due,
                attempts,
                restarts,
                started,
                last,
                HealthState.HEALTHY,
                took.toMillis());
    }

    private InstanceRecord in(
            InstanceState next, @Nullable ProcessIdentity identity, @Nullable Instant moment, HealthState how) {
        return copy(
                id, desired, graceMillis, next, identity, moment, attempts, restarts, started, last, how, readyMillis);
    }

    private InstanceRecord copy(
            long number,
            DesiredState what,
            long grace,
            InstanceState next,
            @Nullable ProcessIdentity identity,
            @Nullable Instant moment,
            int failedAttempts,
            int startedAgain,
            @Nullable Instant since,
            @Nullable End end,
            HealthState how,
            @Nullable Long ready) {
        return new InstanceRecord(
                number,
                name,
                specification,
                what,
                grace,
                next,
                identity,
                moment,
                failedAttempts,
                startedAgain,
                created,
                since,
                end,
                how,
                ready);
    }
}
