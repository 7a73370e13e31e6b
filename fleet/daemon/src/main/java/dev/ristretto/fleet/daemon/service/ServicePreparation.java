package dev.ristretto.fleet.daemon.service;

import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.ServiceSettings;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.api.syntax.Labels;
import dev.ristretto.fleet.daemon.instance.InstanceSpecifications;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.store.ImageStore;
import dev.ristretto.run.host.HostPorts;
import dev.ristretto.run.host.PortUnavailableException;
import dev.ristretto.run.host.PublishedPort;
import dev.ristretto.run.host.PublishedPort.Protocol;
import dev.ristretto.run.vmm.Hypervisor;
import java.time.Duration;
import java.util.List;

/** Makes of what a user wants what replicas can run, or says why they cannot. Safe for use by several threads. */
final class ServicePreparation {

    private static final int MOST_ATTEMPTS = 10;
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final ImageStore images;
    private final ServiceVolumes volumes;
    private final List<Hypervisor> hypervisors;

    ServicePreparation(ImageStore images, ServiceVolumes volumes, List<Hypervisor> hypervisors) {
        this.images = images;
        this.volumes = volumes;
        this.hypervisors = hypervisors;
    }

    /** With its image found, always started again, and with a check if there is a way to take one. */
    Specification prepare(String name, Specification wish, ServiceSettings settings) {
        try {
            Labels.check(wish.labels());
            String publish = settings.publish();
            if (publish != null && PublishedPort.parse(publish).protocol() != Protocol.TCP) {
                throw new FleetException(Kind.INVALID, "A service listens on a TCP port, not " + publish);
            }
            HealthCheck health = wish.health() == null && publish != null ? HealthCheck.of("tcp") : wish.health();
            Specification whole = wish.withPorts(publish == null ? List.of() : List.of(publish))
                    .withRestart("always")
                    .with(wish.labels(), health);
            InstanceSpecifications.check(hypervisors, name, whole);
            Image image = images.resolve(wish.digest());
            volumes.check(name, whole, image);
            return whole.withPorts(List.of())
                    .withImage(image.digest(), image.kernel().toString());
        } catch (IllegalArgumentException | ImageException e) {
            throw new FleetException(Kind.INVALID, String.valueOf(e.getMessage()), e);
        }
    }

    /** The balancer may be about to leave the port of a service that was removed just now. */
    static void requireFree(ServiceSettings settings) throws InterruptedException {
        String publish = settings.publish();
        if (publish == null) {
            return;
        }
        List<PublishedPort> ports = List.of(PublishedPort.parse(publish));
        for (int attempt = 1; ; attempt++) {
            try {
                HostPorts.requireFree(ports);
                return;
            } catch (PortUnavailableException e) {
                if (attempt == MOST_ATTEMPTS) {
                    throw new FleetException(Kind.CONFLICT, String.valueOf(e.getMessage()), e);
                }
                Thread.sleep(PAUSE);
            }
        }
    }
}
