package dev.ristretto.fleet.daemon.service;

import dev.ristretto.fleet.api.Scaling;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/**
 * How many replicas a service is to have by what they have to do. More come at once; fewer only when fewer have been
 * enough for a while, so that a lull costs nothing. What it remembers, it finds out again. Not safe for use by several
 * threads.
 */
final class ScalingPolicy {

    /** For how long fewer must have been enough. */
    static final Duration STEADY = Duration.ofSeconds(60);

    private record Need(Instant time, int replicas) {}

    private final Deque<Need> needs = new ArrayDeque<>();
    private Instant lastActive;

    /** A policy that takes the service for busy until now. */
    ScalingPolicy(Instant now) {
        lastActive = now;
    }

    /**
     * The number of replicas.
     *
     * @param awake how many there are to be without a target, unless the service sleeps
     * @param present how many are wanted now
     * @param inFlight requests or connections that there are, those that wait included
     */
    int decide(Scaling scaling, int awake, int present, int inFlight, Instant now) {
        if (inFlight > 0) {
            lastActive = now;
        }
        int least = Math.max(1, scaling.least());
        int need = scaling.target() == 0
                ? Math.clamp(awake, least, Math.max(least, awake))
                : Math.clamp(Math.ceilDiv(inFlight, scaling.target()), least, scaling.most());
        note(new Need(now, need));
        boolean sleeps = scaling.least() == 0;
        if (sleeps && present == 0 && inFlight == 0) {
            return 0;
        }
        if (sleeps && !now.isBefore(lastActive.plusMillis(scaling.idleMillis()))) {
            needs.clear();
            return 0;
        }
        return present == 0
                ? need
                : needs.stream().mapToInt(Need::replicas).max().orElse(need);
    }

    /** What was needed before counts for a while; of each number its last time is enough. */
    private void note(Need need) {
        while (!needs.isEmpty() && needs.getLast().replicas() <= need.replicas()) {
            needs.removeLast();
        }
        needs.addLast(need);
        while (Objects.requireNonNull(needs.peekFirst()).time().plus(STEADY).isBefore(need.time())) {
            needs.removeFirst();
        }
    }

    /** Somebody has just asked for it to be awake. */
    void wake(Instant now) {
        lastActive = now;
    }
}
