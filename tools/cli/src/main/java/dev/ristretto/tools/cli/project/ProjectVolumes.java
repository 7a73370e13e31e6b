package dev.ristretto.tools.cli.project;

import dev.ristretto.fleet.api.Specification;
import dev.ristretto.run.vmm.VolumeBinding;
import dev.ristretto.run.volume.StoredVolume;
import dev.ristretto.run.volume.VolumeClaim;
import dev.ristretto.tools.project.ActualState;
import dev.ristretto.tools.project.ProjectDefinition;
import dev.ristretto.tools.project.ProjectPart;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which volumes are made for a project: those of replicas, and those of instances that have a size. What a project only
 * reads, or what was there for one of its instances, is not its own.
 */
final class ProjectVolumes {

    private final String project;
    private final List<VolumeClaim> claims = new ArrayList<>();

    private ProjectVolumes(String project) {
        this.project = project;
    }

    /**
     * The names of those that there are.
     *
     * @param parts what the project's file says, if there is one
     * @param present what the daemon has
     */
    static List<String> of(String project, List<ProjectPart> parts, ActualState present, List<StoredVolume> volumes) {
        ProjectVolumes own = new ProjectVolumes(project);
        for (ProjectPart part : parts) {
            List<String> bindings = part.workload().volumes().orElse(List.of());
            own.add(bindings, part instanceof ProjectPart.Service);
        }
        present.services()
                .forEach(service ->
                        service.revisions().forEach(revision -> own.addIfOwn(revision.specification(), true)));
        present.instances().forEach(instance -> own.addIfOwn(instance.specification(), false));
        Predicate<String> made =
                name -> own.claims.stream().anyMatch(claim -> claim.keeps(name).isPresent());
        return volumes.stream().map(StoredVolume::name).filter(made).toList();
    }

    private void addIfOwn(Specification specification, boolean service) {
        if (project.equals(specification.labels().get(ProjectDefinition.LABEL))) {
            add(specification.volumes(), service);
        }
    }

    private void add(List<String> texts, boolean service) {
        Stream<VolumeBinding> bindings = texts.stream().map(VolumeBinding::parse);
        bindings.filter(binding ->
                        service ? !binding.readOnly() : binding.size().isPresent())
                .forEach(binding -> claims.add(new VolumeClaim(project, binding.volume(), service)));
    }
}
