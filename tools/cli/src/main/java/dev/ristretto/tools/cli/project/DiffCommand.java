package dev.ristretto.tools.cli.project;

import dev.ristretto.tools.cli.host.FleetAccess;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.terminal.FormatOption;
import dev.ristretto.tools.project.ActualState;
import dev.ristretto.tools.project.DesiredPart;
import dev.ristretto.tools.project.ProjectDefinition;
import dev.ristretto.tools.project.ProjectPlan;
import dev.ristretto.tools.project.Step;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what {@code up} would do. */
@Command(
        name = "diff",
        description = {
            "Show what 'up' would do: create, update, scale, replace, start, remove, nothing.",
            "What the file has built is built, as only the image tells whether it is another one."
        },
        footerHeading = "%nExit status:%n",
        footer = {
            "  0 if there is nothing to do, 1 if there is, 125 if that cannot be told",
            "",
            "Examples:",
            "  ristretto diff",
            "  ristretto diff -f shop/ristretto.yaml --format json"
        })
public final class DiffCommand implements Callable<Integer> {

    @Mixin
    ProjectOptions options = new ProjectOptions();

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    DiffCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        ProjectDefinition project = options.read(host);
        options.check(host, project);
        List<DesiredPart> wanted = options.wanted(host, project);
        ActualState present = new FleetAccess(host).ifAny().map(ActualState::of).orElse(ActualState.NOTHING);
        List<Step> steps = ProjectPlan.up(project.name(), wanted, present);
        ProjectOptions.print(host, format, steps);
        return ProjectPlan.isDone(steps) ? 0 : 1;
    }
}
