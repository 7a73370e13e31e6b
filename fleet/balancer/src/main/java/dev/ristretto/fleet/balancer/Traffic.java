package dev.ristretto.fleet.balancer;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What goes on at a service.
 *
 * @param service its name
 * @param active connections, or requests, that instances work on
 * @param leaving those of them that instances work on which are about to go
 * @param waiting those that are held because nobody can take them
 * @param total how many there have been since the balancer was started
 * @param answers how they were answered
 * @param targets those that each instance works on
 * @param obstacle why the service is not listened for, if it is not
 */
public record Traffic(
        String service,
        int active,
        int leaving,
        int waiting,
        long total,
        AnswerCounts answers,
        Map<String, Integer> targets,
        @Nullable String obstacle) {

    public Traffic {
        targets = Map.copyOf(targets);
    }

    /** Whether somebody is waiting for what has changed since. */
    boolean isNews(@Nullable Traffic before) {
        return before == null
                || leaving != before.leaving
                || waiting != before.waiting
                || !Objects.equals(obstacle, before.obstacle);
    }

    /** Whether nothing goes on. */
    boolean isIdle() {
        return active == 0 && waiting == 0 && obstacle == null;
    }
}
