package dev.ristretto.fleet.daemon.instance;

import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.api.syntax.Probe;
import dev.ristretto.fleet.api.syntax.RestartPolicy;
import dev.ristretto.run.host.PublishedPort;
import dev.ristretto.run.vmm.Hypervisor;
import dev.ristretto.run.vmm.InstanceSpecification;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a hypervisor makes of a specification, and which one that is. */
public final class InstanceSpecifications {

    private InstanceSpecifications() {}

    /**
     * The hypervisor that a specification names.
     *
     * @throws FleetException if there is none of that name
     */
    static Hypervisor hypervisor(List<Hypervisor> hypervisors, Specification specification) {
        return hypervisors.stream()
                .filter(known -> known.name().equals(specification.as()))
                .findFirst()
                .orElseThrow(() -> new FleetException(
                        Kind.INVALID,
                        "Nothing runs as " + specification.as() + " here, only as "
                                + String.join(
                                        " or ",
                                        hypervisors.stream()
                                                .map(Hypervisor::name)
                                                .toList())));
    }

    /**
     * Checks what can be known before there is an image.
     *
     * @throws FleetException if something is not what it should be
     */
    public static void check(List<Hypervisor> hypervisors, String name, Specification specification) {
        InstanceSpecification form = of(name, specification.withImage("", "/"));
        try {
            hypervisor(hypervisors, specification).requireOptions(form);
        } catch (IllegalArgumentException e) {
            throw new FleetException(Kind.INVALID, String.valueOf(e.getMessage()), e);
        }
    }

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
                            0)
                    .withHostAccess(specification.hostAccess());
        } catch (IllegalArgumentException e) {
            throw new FleetException(Kind.INVALID, String.valueOf(e.getMessage()), e);
        }
    }
}
