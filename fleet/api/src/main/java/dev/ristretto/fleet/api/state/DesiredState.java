package dev.ristretto.fleet.api.state;

import java.util.Locale;

/** What the user wants of an instance. */
public enum DesiredState {
    RUNNING,
    STOPPED,
    /** Stopped if it runs, then running. */
    RESTARTED,
    /** Stopped if it runs, then forgotten. */
    REMOVED;

    /** As it is written in JSON. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
