package dev.ristretto.run.vmm;

import java.util.Optional;

/** A hypervisor whose instances can outlive the process that starts them. Implementations are safe for use by several threads. */
public interface DetachedHypervisor {

    /**
     * Starts an instance in a session of its own and returns once its machine exists.
     *
     * @param place where its files will be; those of an earlier run are replaced, except that the console is appended to
     * @throws HypervisorException as {@link Hypervisor#start}
     */
    DetachedInstance start(InstanceSpecification specification, InstancePlace place);

    /**
     * Takes over a running instance, whoever started it.
     *
     * @return empty if that process has ended; {@link #outcome} tells how
     */
    Optional<DetachedInstance> attach(ProcessIdentity identity, InstancePlace place);

    /** Looks for a running instance of which nothing is known but its place: whoever started it may have died before it could say more. */
    Optional<DetachedInstance> find(InstancePlace place);

    /** How the instance ended that was in a place, by what it left behind. */
    Outcome outcome(InstancePlace place);
}
