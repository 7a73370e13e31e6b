package dev.ristretto.fleet.daemon.service;

import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.daemon.instance.InstanceReconciler;
import java.util.List;

/** The instances of services, which are instances like any others. */
public interface ReplicaSet {

    /** Those of one service. */
    List<InstanceReconciler> of(String service);

    /** Whether an instance has this name. */
    boolean exists(String name);

    /** Whether a port of the loopback address is meant for an instance. */
    boolean hasPort(int port);

    /** Makes an instance and has it started; does not wait for it. */
    void create(String name, Specification specification);
}
