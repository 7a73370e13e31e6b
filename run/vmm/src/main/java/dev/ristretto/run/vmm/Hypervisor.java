package dev.ristretto.run.vmm;

import dev.ristretto.run.host.ProcessIdentity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Something that can run images, as a virtual machine or otherwise. What it can do is up to its {@link
 * #capabilities()}; asked for anything else it refuses by a {@link HypervisorException}. Implementations are safe for
 * use by several threads.
 */
public interface Hypervisor {

    /** What users call what it makes of an image, such as {@code vm}. */
    String name();

    /** What it can do, wherever it is installed. */
    Set<Capability> capabilities();

    /** What can be chosen of it beyond what all hypervisors have. */
    default List<HypervisorOption> options() {
        return List.of();
    }

    /**
     * Checks what was chosen of its options; those of other hypervisors mean nothing here.
     *
     * @throws IllegalArgumentException for a value that there is not, with a message that says which there are
     */
    default void requireOptions(InstanceSpecification specification) {
        for (HypervisorOption option : options()) {
            option.require(specification.options().getOrDefault(option.name(), option.usual()));
        }
    }

    /**
     * Starts an instance that ends with this process, and returns once its machine exists; the guest may still be
     * booting.
     *
     * @throws HypervisorException if it cannot be started: the hypervisor is missing or too old, a published port
     *     is busy, what was chosen of its options does not work on this host, or the hypervisor refuses the
     *     configuration
     */
    default AttachedInstance start(InstanceSpecification specification) {
        throw lacks(Capability.ATTACHED);
    }

    /**
     * Starts an instance in a session of its own and returns once its machine exists.
     *
     * @param files where its files will be; those of an earlier run are replaced, except that the console is
     *     appended to
     * @throws HypervisorException as {@link #start(InstanceSpecification)}
     */
    default Instance start(InstanceSpecification specification, RunFiles files) {
        throw lacks(Capability.DETACHED);
    }

    /**
     * Takes over a running detached instance, whoever started it.
     *
     * @return empty if that process has ended; {@link #outcome} tells how
     */
    default Optional<Instance> attach(ProcessIdentity identity, RunFiles files) {
        throw lacks(Capability.DETACHED);
    }

    /**
     * Looks for a running instance of which nothing is known but its files: whoever started it may have died before it
     * could say more.
     */
    default Optional<Instance> find(RunFiles files) {
        throw lacks(Capability.DETACHED);
    }

    /** How the detached instance ended that had these files, by what it left in them. */
    default Outcome outcome(RunFiles files) {
        throw lacks(Capability.DETACHED);
    }

    /** Whether it can run an image's bootable file. */
    default boolean canRun(Path kernel) {
        return true;
    }

    /** Why instances do not run at the full speed of the processor, in one line; empty if they do. */
    default Optional<String> obstacle() {
        return Optional.empty();
    }

    /** Commands that gdb needs before it attaches to an instance that waits for it. */
    default List<String> debuggerCommands() {
        return List.of();
    }

    /** What this hypervisor needs on the host and whether it is there; never fails. */
    default List<Finding> examine() {
        return List.of();
    }

    private HypervisorException lacks(Capability capability) {
        return new HypervisorException("An instance that runs as " + name() + " cannot be " + capability);
    }
}
