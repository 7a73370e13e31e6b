package dev.ristretto.fleet.daemon.model;

import dev.ristretto.fleet.api.syntax.Labels;

/** The labels that make an instance a replica of a service. */
public final class ReplicaLabels {

    /** Which service it belongs to. */
    public static final String SERVICE = Labels.RESERVED + "service";

    /** Which revision it runs. */
    public static final String REVISION = Labels.RESERVED + "revision";

    /** Which of the volumes of its service are its own, from 1 on; only where replicas have such. */
    public static final String ORDINAL = Labels.RESERVED + "ordinal";

    private ReplicaLabels() {}
}
