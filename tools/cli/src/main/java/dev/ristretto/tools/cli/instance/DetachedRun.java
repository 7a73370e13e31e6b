package dev.ristretto.tools.cli.instance;

import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.Workload;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageConfiguration;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.host.HypervisorChoice;
import dev.ristretto.tools.cli.host.ImageMemory;
import java.util.List;
import java.util.Map;

/**
 * What is asked of the daemon where a foreground run would start an instance itself.
 *
 * @param subject what the user called the image
 */
public record DetachedRun(Host host, Image image, String subject) {

    /**
     * What the daemon is to run: what is baked into the image, and what was asked for.
     *
     * @param options of hypervisors, by name
     */
    public Specification specification(
            Workload workload, Map<String, String> options, List<String> ports, String restart) {
        ImageConfiguration baked = image.configuration();
        return new Specification(
                image.nameFor(subject),
                image.digest(),
                image.kernel().toString(),
                workload.arguments().orElse(baked.arguments()),
                workload.environment(baked.environment()),
                ImageMemory.choose(host, image, workload.memoryBytes()),
                options.getOrDefault(HypervisorChoice.MACHINE, ""),
                options.getOrDefault(HypervisorChoice.ACCELERATOR, ""),
                ports,
                restart,
                workload.labels(),
                workload.health(),
                Specification.USUAL,
                workload.hostAccess().orElse(false));
    }
}
