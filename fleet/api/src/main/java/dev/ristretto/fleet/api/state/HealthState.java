package dev.ristretto.fleet.api.state;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What the health checks of an instance have found. */
public enum HealthState {
    /** It has no check, or does not run. */
    NONE,
    /** No check has succeeded yet, and its time to start is not over. */
    STARTING,
    HEALTHY,
    /** As many checks in a row as were allowed have failed. */
    UNHEALTHY;

    /** As it is written in JSON. */
    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
