package dev.ristretto.fleet.api.state;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What goes on with a service. */
public enum ServiceState {
    /** Its replicas are brought to another revision. */
    UPDATING,
    /** The same, because an update has failed. */
    ROLLING_BACK,
    /** All is as it is desired. */
    STEADY,
    /** A rollout has failed and there is nothing to go back to; the replicas are still tried. */
    FAILED,
    /** Its replicas go, and it goes with the last one. */
    REMOVING;

    /** As it is written in JSON. */
    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
