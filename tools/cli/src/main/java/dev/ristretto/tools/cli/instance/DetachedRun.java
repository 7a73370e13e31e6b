package dev.ristretto.tools.cli.instance;

import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.Workload;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageConfiguration;
import dev.ristretto.run.vmm.ProcessorCount;
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
        return Specification.builder(
                        image.nameFor(subject),
                        image.digest(),
                        image.kernel().toString(),
                        ImageMemory.choose(host, image, workload.memoryBytes()))
                .cpus(workload.cpus().orElse(ProcessorCount.USUAL))
                .arguments(workload.arguments().orElse(baked.arguments()))
                .environment(workload.environment(baked.environment()))
                .machine(options.getOrDefault(HypervisorChoice.MACHINE, ""))
                .accelerator(options.getOrDefault(HypervisorChoice.ACCELERATOR, ""))
                .ports(ports)
                .restart(restart)
                .labels(workload.labels())
                .health(workload.health())
                .hostAccess(workload.hostAccess().orElse(false))
                .volumes(workload.volumes().orElse(List.of()))
                .tmpfs(workload.tmpfs().orElse(List.of()))
                .readOnly(workload.readOnly().orElse(false))
                .build();
    }
}
