package dev.ristretto.tools.project;

import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.Specification;

/**
 * A part whose image is found.
 *
 * @param part what the file says
 * @param specification the same as the daemon is told
 */
public record DesiredPart(ProjectPart part, Specification specification) {

    /** With what the daemon adds of its own: a service that can be reached is checked. */
    public DesiredPart {
        if (part instanceof ProjectPart.Service service
                && service.settings().publish() != null
                && specification.health() == null) {
            specification = specification.with(specification.labels(), HealthCheck.of("tcp"));
        }
    }

    /** The part's. */
    public String name() {
        return part.name();
    }
}
