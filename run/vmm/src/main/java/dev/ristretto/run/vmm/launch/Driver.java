package dev.ristretto.run.vmm.launch;

import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.RunFiles;
import java.util.Optional;

/** What is particular to one kind of instance. Implementations are safe for use by several threads. */
public interface Driver {

    /** What its instances are, at the beginning of a message, such as {@code QEMU}. */
    String program();

    /**
     * Says how an instance is started. Looks at the host but starts nothing.
     *
     * @param channels where its console, control and report lead
     * @throws HypervisorException if it cannot be started here
     */
    LaunchPlan plan(InstanceSpecification specification, InstanceChannels channels);

    /** Controls an instance that has been started with these channels, or the next one that is. */
    Control control(InstanceChannels channels);

    /** Looks for the running process of a detached instance. */
    Optional<ProcessIdentity> find(RunFiles files);
}
