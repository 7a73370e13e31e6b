package dev.ristretto.run.vmm;

import java.util.List;
import java.util.Optional;

/** Something that can run images. Implementations are safe for use by several threads. */
public interface Hypervisor {

    /**
     * Starts an instance and returns once its virtual machine exists; the guest may still be booting.
     *
     * @throws HypervisorException if it cannot be started: the hypervisor is missing or too old, a published port is busy,
     *     the accelerator that was asked for does not work, or the hypervisor refuses the configuration
     */
    Instance start(InstanceSpecification specification);

    /** Why instances do not run at the full speed of the processor, in one line; empty if they do. */
    default Optional<String> obstacle() {
        return Optional.empty();
    }

    /** What this hypervisor needs on the host and whether it is there; never fails. */
    List<Finding> examine();
}
