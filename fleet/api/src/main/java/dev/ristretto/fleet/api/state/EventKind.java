package dev.ristretto.fleet.api.state;

import com.fasterxml.jackson.annotation.JsonValue;

/** What happens to instances and services. Later daemons may know more kinds, so that a kind that is read is a text. */
public enum EventKind {
    CREATED("created"),
    /** Another state is desired of it. */
    WANTED("wanted"),
    STARTED("started"),
    NOT_STARTED("not started"),
    /** A daemon has found it running that did not start it. */
    FOUND("found"),
    HEALTHY("healthy"),
    UNHEALTHY("unhealthy"),
    STOPPING("stopping"),
    KILLED("killed"),
    ENDED("ended"),
    /** Its next start was called off. */
    STOPPED("stopped"),
    REMOVED("removed"),
    SERVICE_CREATED("service-created"),
    SERVICE_UPDATE("service-update"),
    SERVICE_ROLLBACK("service-rollback"),
    SERVICE_SCALE("service-scale"),
    SERVICE_DRAIN("service-drain"),
    SERVICE_PROGRESS("service-progress"),
    SERVICE_STEADY("service-steady"),
    SERVICE_FAILED("service-failed"),
    SERVICE_LEAVING("service-leaving"),
    SERVICE_REMOVED("service-removed");

    private final String word;

    EventKind(String word) {
        this.word = word;
    }

    /** As it is written in JSON and in the database. */
    @JsonValue
    @Override
    public String toString() {
        return word;
    }
}
