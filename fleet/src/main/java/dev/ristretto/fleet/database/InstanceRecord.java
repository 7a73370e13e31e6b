package dev.ristretto.fleet.database;

import dev.ristretto.fleet.api.Specification;
import dev.ristretto.hypervisor.ProcessIdentity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about an instance: what is wanted, and what was observed last. Immutable.
 *
 * @param id a number that is never used again; 0 before it is stored
 * @param name unique among the instances that exist
 * @param specification what it runs
 * @param wanted what the user wants
 * @param graceMillis how long it may take to stop before it is killed
 * @param state what was observed
 * @param process its process, while it has one
 * @param due when it is to be started (waiting) or killed (stopping)
 * @param attempts starts in a row that did not last
 * @param restarts how often it was started again by itself
 * @param created when it was made
 * @param started when it was started last
 * @param last how it ended last
 */
public record InstanceRecord(
        long id,
        String name,
        Specification specification,
        Wanted wanted,
        long graceMillis,
        State state,
        @Nullable ProcessIdentity process,
        @Nullable Instant due,
        int attempts,
        int restarts,
        Instant created,
        @Nullable Instant started,
        @Nullable End last) {

    /**
     * How an instance ended.
     *
     * @param time when it was noticed
     * @param status exit status
     * @param reason the same in words
     * @param lines the last lines of its console
     */
    public record End(Instant time, int status, String reason, List<String> lines) {
        public End {
            lines = List.copyOf(lines);
        }
    }

    /** A new instance that is to be started now. */
    public static InstanceRecord create(String name, Specification specification, long graceMillis, Instant now) {
        return new InstanceRecord(
                0, name, specification, Wanted.RUNNING, graceMillis, State.WAITING, null, now, 0, 0, now, null, null);
    }

    /** The same, stored. */
    public InstanceRecord withId(long number) {
        return new InstanceRecord(
                number,
                name,
                specification,
                wanted,
                graceMillis,
                state,
                process,
                due,
                attempts,
                restarts,
                created,
                started,
                last);
    }

    /** Something else is wanted of it. */
    public InstanceRecord wanting(Wanted what, long grace) {
        return new InstanceRecord(
                id, name, specification, what, grace, state, process, due, attempts, restarts, created, started, last);
    }

    /** Waits to be started after that many failed attempts. */
    public InstanceRecord waiting(Instant until, int failedAttempts, int startedAgain) {
        return new InstanceRecord(
                id,
                name,
                specification,
                wanted,
                graceMillis,
                State.WAITING,
                null,
                until,
                failedAttempts,
                startedAgain,
                created,
                started,
                last);
    }

    /** Is being started. */
    public InstanceRecord starting() {
        return in(State.STARTING, null, null);
    }

    /** Runs as a process since a moment. */
    public InstanceRecord running(ProcessIdentity identity, Instant since) {
        return new InstanceRecord(
                id,
                name,
                specification,
                wanted,
                graceMillis,
                State.RUNNING,
                identity,
                null,
                attempts,
                restarts,
                created,
                since,
                last);
    }

    /** Was asked to stop and will be killed at a moment; without one it has been killed. */
    public InstanceRecord stopping(@Nullable Instant deadline) {
        return in(State.STOPPING, process, deadline);
    }

    /** Does not run and is not to be started. */
    public InstanceRecord ended() {
        return in(State.ENDED, null, null);
    }

    /** Whether it has ended and nothing but a command will start it again. */
    public boolean isOver() {
        return state == State.ENDED && wanted != Wanted.RESTARTED;
    }

    /** Knows how it ended. */
    public InstanceRecord withLast(End end) {
        return new InstanceRecord(
                id,
                name,
                specification,
                wanted,
                graceMillis,
                state,
                process,
                due,
                attempts,
                restarts,
                created,
                started,
                end);
    }

    private InstanceRecord in(State next, @Nullable ProcessIdentity identity, @Nullable Instant moment) {
        return new InstanceRecord(
                id,
                name,
                specification,
                wanted,
                graceMillis,
                next,
                identity,
                moment,
                attempts,
                restarts,
                created,
                started,
                last);
    }
}
