package dev.ristretto.fleet.daemon.model;

import dev.ristretto.fleet.api.ServiceSettings;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a service, its instances apart. Immutable.
 *
 * @param id a number that is never used again; 0 before it is stored
 * @param name unique among the services that exist
 * @param settings how it is reached and changed
 * @param state what goes on
 * @param revision the last one that came up whole; 0 if none has yet
 * @param target the revision that is wanted
 * @param previous the one that came up whole before; 0 if there is none
 * @param latest the highest number that a revision has had
 * @param replicas how many are wanted now; differs from the settings where the service scales by itself
 * @param since when the rollout began
 * @param deadline when it fails unless one more replica is ready
 * @param progress how many were ready of the wanted revision when the deadline was set
 * @param draining instances that are to go, and when they have to
 * @param removed whether it is to go
 * @param message why the last rollout failed; empty if it did not
 * @param created when it was made
 */
public record ServiceRecord(
        long id,
        String name,
        ServiceSettings settings,
        RolloutState state,
        int revision,
        int target,
        int previous,
        int latest,
        int replicas,
        Instant since,
        @Nullable Instant deadline,
        int progress,
        Map<String, Instant> draining,
        boolean removed,
        String message,
        Instant created) {

    public ServiceRecord {
        draining = Collections.unmodifiableMap(new TreeMap<>(draining));
    }

    /** A new service with its first revision. */
    public static ServiceRecord create(String name, ServiceSettings settings, int replicas, Instant now) {
        return new ServiceRecord(
                0,
                name,
                settings,
                RolloutState.UPDATING,
                0,
                1,
                0,
                1,
                replicas,
                now,
                now.plusMillis(settings.deadlineMillis()),
                0,
                Map.of(),
                false,
                "",
                now);
    }

    /** Whether a rollout is under way. */
    public boolean isRolling() {
        return state == RolloutState.UPDATING || state == RolloutState.ROLLING_BACK;
    }

    /** The same, stored. */
    public ServiceRecord withId(long number) {
        return copy(
                number, settings, state, revision, target, previous, latest, replicas, since, deadline, progress,
                draining, removed, message);
    }

    /** Is brought to a revision from now on. */
    public ServiceRecord rolling(RolloutState how, int number, String because, Instant now) {
        return copy(
                id,
                settings,
                how,
                revision,
                number,
                previous,
                Math.max(latest, number),
                replicas,
                now,
                now.plusMillis(settings.deadlineMillis()),
                0,
                draining,
                removed,
                because);
    }

    /** One more replica is ready. */
    public ServiceRecord progressing(int ready, Instant now) {
        return copy(
                id,
                settings,
                state,
                revision,
                target,
                previous,
                latest,
                replicas,
                since,
                now.plusMillis(settings.deadlineMillis()),
                ready,
                draining,
                removed,
                message);
    }

    /** The wanted revision has come up whole. What an update replaced is what rollback leads to. */
    public ServiceRecord steady() {
        int left = state == RolloutState.UPDATING && revision != target ? revision : previous;
        return copy(
                id,
                settings,
                RolloutState.STEADY,
                target,
                target,
                left == target ? 0 : left,
                latest,
                replicas,
                since,
                null,
                0,
                draining,
                removed,
                message);
    }

    /** The rollout has failed for good. */
    public ServiceRecord failed(String because) {
        return copy(
                id,
                settings,
                RolloutState.FAILED,
                revision,
                target,
                previous,
                latest,
                replicas,
                since,
                null,
                0,
                draining,
                removed,
                because);
    }

    /** Another number of replicas is wanted. During a rollout there is new time for them. */
    public ServiceRecord scaled(ServiceSettings next, int number, Instant now) {
        Instant end = isRolling() ? now.plusMillis(settings.deadlineMillis()) : deadline;
        return copy(
                id, next, state, revision, target, previous, latest, number, since, end, progress, draining, removed,
                message);
    }

    /** These instances are to go, and when they have to. */
    public ServiceRecord draining(Map<String, Instant> instances) {
        return copy(
                id, settings, state, revision, target, previous, latest, replicas, since, deadline, progress, instances,
                removed, message);
    }

    /** Is to go. */
    public ServiceRecord leaving() {
        return copy(
                id, settings, state, revision, target, previous, latest, 0, since, null, 0, draining, true, message);
    }

    private ServiceRecord copy(
            long number,
            ServiceSettings how,
            RolloutState now,
            int good,
            int wanted,
            int before,
            int highest,
            int count,
            Instant began,
            @Nullable Instant end,
            int ready,
            Map<String, Instant> going,
            boolean gone,
            String words) {
        return new ServiceRecord(
                number, name, how, now, good, wanted, before, highest, count, began, end, ready, going, gone, words,
                created);
    }
}
