package dev.ristretto.tools.cli.project;

import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.tools.cli.host.FleetAccess;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.host.Volumes;
import dev.ristretto.tools.cli.terminal.Failure;
import dev.ristretto.tools.cli.terminal.FormatOption;
import dev.ristretto.tools.cli.volume.VolumeCommand;
import dev.ristretto.tools.project.ActualState;
import dev.ristretto.tools.project.ProjectDefinition;
import dev.ristretto.tools.project.ProjectPart;
import dev.ristretto.tools.project.ProjectPlan;
import dev.ristretto.tools.project.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Removes what {@code up} has made. */
@Command(
        name = "down",
        description = {
            "Stop and remove everything that belongs to a project, each before what it needs. Images, events and, without",
            "--volumes, volumes stay.",
            "With --project no file is read, in case it is gone."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ristretto down", "  ristretto down --project shop --volumes"})
public final class DownCommand implements Callable<Integer> {

    @Mixin
    ProjectOptions options = new ProjectOptions();

    @Option(names = "--project", paramLabel = "NAME", description = "The project's name, in place of a file.")
    Optional<String> name = Optional.empty();

    @Option(
            names = "--volumes",
            description = "Also remove the volumes that were made for its replicas, and for instances that say a size.")
    boolean volumes;

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    DownCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        Optional<ProjectDefinition> project = name.isPresent() ? Optional.empty() : Optional.of(options.read(host));
        String named = name.or(() -> project.map(ProjectDefinition::name)).orElseThrow();
        List<String> order = project.map(
                        file -> file.parts().stream().map(ProjectPart::name).toList())
                .orElse(List.of());
        Optional<FleetClient> fleet = new FleetAccess(host).ifAny();
        ActualState present = fleet.map(ActualState::of).orElse(ActualState.NOTHING);
        List<String> made = volumes ? volumes(named, project, present) : List.of();
        List<Step> steps = new ArrayList<>(ProjectPlan.down(named, order, present));
        if (fleet.isPresent()) {
            String again = "ristretto down --project " + named + (volumes ? " --volumes" : "");
            ProjectProgress.run(host, fleet.get(), steps, again);
        }
        int status = VolumeCommand.each(host, made, volume -> {
            new Volumes(host).store().remove(volume);
            steps.add(new Step(Step.Action.REMOVE, "volume", volume, List.of(), null));
        });
        ProjectOptions.print(host, format, steps);
        return status;
    }

    private List<String> volumes(String named, Optional<ProjectDefinition> project, ActualState present) {
        new FleetAccess(host).remoteUrl().ifPresent(url -> {
            throw new Failure("--volumes: the volumes are on the computer of " + url + "\nRemove them there");
        });
        List<ProjectPart> parts = project.map(ProjectDefinition::parts).orElse(List.of());
        return ProjectVolumes.of(
                named, parts, present, new Volumes(host).store().list());
    }
}
