package dev.ristretto.fleet.api.state;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What has become of an instance. */
public enum InstanceState {
    /** Not started yet, or to be started again when its time has come. */
    WAITING,
    /** Being started; whether its process exists is not known yet. */
    STARTING,
    RUNNING,
    /** Asked to stop. */
    STOPPING,
    /** Not running, and nothing will change that but a command. */
    ENDED;

    /** As it is written in JSON. */
    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
