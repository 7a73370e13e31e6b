package dev.ristretto.tools.cli.project;

import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.tools.cli.host.FleetAccess;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.terminal.FormatOption;
import dev.ristretto.tools.project.ActualState;
import dev.ristretto.tools.project.ProjectDefinition;
import dev.ristretto.tools.project.ProjectPart;
import dev.ristretto.tools.project.ProjectPlan;
import dev.ristretto.tools.project.Step;
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
            "Stop and remove everything that belongs to a project, each before what it needs. Images and events stay.",
            "With --project no file is read, in case it is gone."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ristretto down", "  ristretto down --project shop"})
public final class DownCommand implements Callable<Integer> {

    @Mixin
    ProjectOptions options = new ProjectOptions();

    @Option(names = "--project", paramLabel = "NAME", description = "The project's name, in place of a file.")
    Optional<String> name = Optional.empty();

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
        List<Step> steps =
                ProjectPlan.down(named, order, fleet.map(ActualState::of).orElse(ActualState.NOTHING));
        if (fleet.isPresent()) {
            ProjectProgress.run(host, fleet.get(), steps, "ristretto down --project " + named);
        }
        ProjectOptions.print(host, format, steps);
        return 0;
    }
}
