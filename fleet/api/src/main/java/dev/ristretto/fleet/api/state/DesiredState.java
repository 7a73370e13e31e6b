package dev.ristretto.fleet.api.state;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What is desired of an instance. */
public enum DesiredState {
    RUNNING,
    STOPPED,
    /** Stopped if it runs, then running. */
    RESTARTED,
    /** Stopped if it runs, then forgotten. */
    REMOVED;

    /** As it is written in JSON. */
    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
