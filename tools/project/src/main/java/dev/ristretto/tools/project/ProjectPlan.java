package dev.ristretto.tools.project;

import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.ServiceView;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.state.DesiredState;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.fleet.api.state.ServiceState;
import dev.ristretto.tools.project.Change.Aspect;
import dev.ristretto.tools.project.Step.Action;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What leads from what there is to what a file says. Knows no daemon: the same question has the same answer. */
public final class ProjectPlan {

    /** Set by the daemon on the instances of a service, which are not a project's own. */
    private static final String OF_SERVICE = "ristretto.service";

    private final String project;
    private final ActualState present;

    private ProjectPlan(String project, ActualState present) {
        this.project = project;
        this.present = present;
    }

    /**
     * The steps that bring a project about: first those of what is no longer in the file goes, as its ports and names
     * may be needed, then a step for each part, behind those of what it needs.
     *
     * @param wanted all parts of the project, in its order
     * @throws dev.ristretto.fleet.api.error.FleetException if a name of the file belongs to somebody else
     */
    public static List<Step> up(String project, List<DesiredPart> wanted, ActualState present) {
        ProjectPlan plan = new ProjectPlan(project, present);
        Set<String> kept = wanted.stream()
                .map(part -> part.part().kind() + " " + part.name())
                .collect(Collectors.toSet());
        List<Step> steps = new ArrayList<>();
        plan.own().stream()
                .filter(step -> !kept.contains(step.kind() + " " + step.name()))
                .forEach(steps::add);
        for (DesiredPart part : wanted) {
            steps.add(plan.step(part));
        }
        return steps;
    }

    /**
     * The steps that remove all of a project: first what is not in the file, then the parts, each before those that it
     * needs.
     *
     * @param order the names of the parts in the project's order; may be empty
     */
    public static List<Step> down(String project, List<String> order, ActualState present) {
        List<Step> steps = new ArrayList<>(new ProjectPlan(project, present).own());
        steps.sort(Comparator.comparingInt((Step step) -> {
            int place = order.indexOf(step.name());
            return place < 0 ? -order.size() : -place;
        }));
        return steps;
    }

    /** Whether there is anything to do. */
    public static boolean isDone(List<Step> steps) {
        return steps.stream().allMatch(step -> step.action() == Action.NOTHING);
    }

    /**
     * Removes all that belongs to the project: services first, as they lean on instances more often than the other way.
     */
    private List<Step> own() {
        List<Step> steps = new ArrayList<>();
        present.services().stream()
                .filter(service -> isOwn(service.specification()))
                .forEach(service -> steps.add(new Step(Action.REMOVE, "service", service.name(), List.of(), null)));
        present.instances().stream()
                .filter(instance -> !instance.specification().labels().containsKey(OF_SERVICE))
                .filter(instance -> isOwn(instance.specification()))
                .forEach(instance -> steps.add(new Step(Action.REMOVE, "instance", instance.name(), List.of(), null)));
        return steps;
    }

    private boolean isOwn(Specification specification) {
        return project.equals(specification.labels().get(ProjectDefinition.LABEL));
    }

    private Step step(DesiredPart wanted) {
        return switch (wanted.part()) {
            case ProjectPart.Service service -> service(wanted, service);
            case ProjectPart.Instance instance -> instance(wanted);
        };
    }

    private Step service(DesiredPart wanted, ProjectPart.Service part) {
        Optional<ServiceView> found = present.service(part.name());
        if (found.isEmpty()) {
            return step(Action.CREATE, wanted, List.of());
        }
        ServiceView is = found.get();
        requireOwn(wanted, is.specification().labels(), "ristretto service rm " + part.name());
        List<Change> changes = new ArrayList<>(Differences.ofSettings(is.settings(), part.settings()));
        changes.addAll(Differences.ofReplicas(is.specification(), wanted.specification()));
        boolean leaving = is.state() == ServiceState.REMOVING;
        if (changes.isEmpty() && !leaving) {
            return step(Action.NOTHING, wanted, changes);
        }
        if (leaving || changes.stream().anyMatch(change -> change.aspect() == Aspect.IDENTITY)) {
            return step(Action.REPLACE, wanted, changes);
        }
        boolean number = changes.stream().allMatch(change -> change.aspect() == Aspect.REPLICAS);
        return step(number ? Action.SCALE : Action.UPDATE, wanted, changes);
    }

    private Step instance(DesiredPart wanted) {
        Optional<InstanceView> found = present.instance(wanted.name());
        if (found.isEmpty()) {
            return step(Action.CREATE, wanted, List.of());
        }
        InstanceView is = found.get();
        requireOwn(wanted, is.specification().labels(), "ristretto rm -f " + wanted.name());
        List<Change> changes = Differences.ofInstance(is.specification(), wanted.specification());
        if (!changes.isEmpty() || is.wanted() == DesiredState.REMOVED) {
            return step(Action.REPLACE, wanted, changes);
        }
        return step(isToStart(is) ? Action.START : Action.NOTHING, wanted, changes);
    }

    /** Somebody has stopped it, or it has failed for good. What has come to a good end is not done twice. */
    private static boolean isToStart(InstanceView is) {
        Integer status = is.exitStatus();
        boolean done = is.wanted() == DesiredState.RUNNING && status != null && status == 0;
        return is.wanted() == DesiredState.STOPPED || (is.state() == InstanceState.ENDED && !done);
    }

    private void requireOwn(DesiredPart wanted, Map<String, String> labels, String removal) {
        if (project.equals(labels.get(ProjectDefinition.LABEL)) && !labels.containsKey(OF_SERVICE)) {
            return;
        }
        String owner = labels.containsKey(OF_SERVICE)
                ? "belongs to service " + labels.get(OF_SERVICE)
                : labels.containsKey(ProjectDefinition.LABEL)
                        ? "belongs to project " + labels.get(ProjectDefinition.LABEL)
                        : "belongs to no project";
        throw wanted.part()
                .at()
                .error("there is " + (wanted.part() instanceof ProjectPart.Service ? "a service " : "an instance ")
                        + wanted.name() + " already, which " + owner + "\nRename this one, or remove the other: "
                        + removal);
    }

    private static Step step(Action action, DesiredPart wanted, List<Change> changes) {
        return new Step(action, wanted.part().kind(), wanted.name(), changes, wanted);
    }
}
