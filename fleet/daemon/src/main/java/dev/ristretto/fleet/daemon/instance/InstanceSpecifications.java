package dev.ristretto.fleet.daemon.instance;

import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.syntax.Probe;
import dev.ristretto.fleet.api.syntax.RestartPolicy;
import dev.ristretto.run.host.PublishedPort;
import dev.ristretto.run.vmm.qemu.Accelerator;
import dev.ristretto.run.vmm.InstanceSpecification;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a hypervisor makes of a specification. */
public final class InstanceSpecifications {

    private InstanceSpecifications() {}

    /**
     * The hypervisor's form.
     *
     * @throws FleetException if something in it is not what it should be
     */
    public static InstanceSpecification of(String name, Specification specification) {
        try {
            RestartPolicy.parse(specification.restart());
            List<PublishedPort> ports =
                    specification.ports().stream().map(PublishedPort::parse).toList();
            HealthCheck health = specification.health();
            if (health != null && Probe.parse(health.check()) instanceof Probe.Network probe) {
                // Nothing but to see that there is one.
                Probe.target(probe, ports);
            }
            return new InstanceSpecification(
                    name,
                    Path.of(specification.kernel()),
                    specification.arguments(),
                    specification.environment(),
                    specification.memoryBytes(),
                    Map.of("machine", specification.machine(), "accelerator", specification.accelerator()),
                    ports,
                    0);
        } catch (IllegalArgumentException e) {
            throw new FleetException(Kind.INVALID, String.valueOf(e.getMessage()), e);
        }
    }
}
