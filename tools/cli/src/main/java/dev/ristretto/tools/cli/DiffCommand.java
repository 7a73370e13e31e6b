package dev.ristretto.tools.cli;

import dev.ristretto.fleet.project.Plan;
import dev.ristretto.fleet.project.Present;
import dev.ristretto.fleet.project.Project;
import dev.ristretto.fleet.project.Step;
import dev.ristretto.fleet.project.Wanted;
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
final class DiffCommand implements Callable<Integer> {

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
        Project project = options.read(host);
        List<Wanted> wanted = options.wanted(host, project);
        Present present = new FleetAccess(host).ifAny().map(Present::of).orElse(Present.NOTHING);
        List<Step> steps = Plan.up(project.name(), wanted, present);
        ProjectOptions.print(host, format, steps);
        return Plan.isDone(steps) ? 0 : 1;
    }
}
