package dev.ristretto.fleet;

import dev.ristretto.fleet.api.Specification;
import java.util.List;

/** The instances of services, which are instances like any others. */
interface Members {

    /** The label that says which service an instance belongs to. */
    String SERVICE = Labels.RESERVED + "service";

    /** The label that says which revision it runs. */
    String REVISION = Labels.RESERVED + "revision";

    /** Those of one service. */
    List<Reconciler> of(String service);

    /** Whether an instance has this name. */
    boolean exists(String name);

    /** Whether a port of the loopback address is meant for an instance. */
    boolean hasPort(int port);

    /** Makes an instance and has it started; does not wait for it. */
    void create(String name, Specification specification);
}
