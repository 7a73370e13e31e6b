package dev.ristretto.fleet.api.state;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What has become of a replica: as of any instance, or it drains. */
public enum ReplicaState {
    WAITING,
    STARTING,
    RUNNING,
    STOPPING,
    ENDED,
    /** Runs, finishes what it has begun and gets nothing new. */
    DRAINING;

    /** That of an instance that does not drain. */
    public static ReplicaState of(InstanceState state) {
        return switch (state) {
            case WAITING -> WAITING;
            case STARTING -> STARTING;
            case RUNNING -> RUNNING;
            case STOPPING -> STOPPING;
            case ENDED -> ENDED;
        };
    }

    /** As it is written in JSON. */
    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
