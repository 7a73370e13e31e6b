package dev.ristretto.fleet.daemon.model;

import dev.ristretto.fleet.api.state.ServiceState;

/** How far the rollout of a service's target revision has come; the names are those in the database. */
public enum RolloutState {
    /** The replicas are brought to another revision. */
    UPDATING(ServiceState.UPDATING),
    /** The same, because an update has failed. */
    ROLLING_BACK(ServiceState.ROLLING_BACK),
    /** All is as it is desired. */
    STEADY(ServiceState.STEADY),
    /** A rollout has failed and there is nothing to go back to; the replicas are still tried. */
    FAILED(ServiceState.FAILED);

    private final ServiceState shown;

    RolloutState(ServiceState shown) {
        this.shown = shown;
    }

    /** As the users of a service that is to stay see it. */
    public ServiceState shown() {
        return shown;
    }
}
