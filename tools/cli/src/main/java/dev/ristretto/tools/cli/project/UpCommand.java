package dev.ristretto.tools.cli.project;

import dev.ristretto.fleet.api.DaemonStatus;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.tools.cli.host.FleetAccess;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.host.ImageTransfer;
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

/** Brings about what a file describes. */
@Command(
        name = "up",
        description = {
            "Bring about what a file describes: services, instances, and what they need first. Waits until all is well.",
            "What is as it should be stays as it is; what is no longer in the file is removed. After an interruption the same "
                    + "command goes on with what is left.",
            "docs/fleet.md describes the file; 'diff' shows what would be done."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ristretto up", "  ristretto up -f shop/ristretto.yaml"})
public final class UpCommand implements Callable<Integer> {

    @Mixin
    ProjectOptions options = new ProjectOptions();

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    UpCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        ProjectDefinition project = options.read(host);
        options.check(host, project);
        // Whether there is a daemon to tell is known before images are built, which takes minutes.
        FleetClient fleet = new FleetAccess(host).ensure();
        DaemonStatus unused = fleet.getStatus();
        List<DesiredPart> wanted = options.wanted(host, project);
        List<Step> steps = ProjectPlan.up(project.name(), wanted, ActualState.of(fleet));
        new ImageTransfer(host)
                .bring(fleet, wanted.stream().map(DesiredPart::specification).toList());
        ProjectProgress.run(host, fleet, steps, "ristretto up -f " + options.file);
        ProjectOptions.print(host, format, steps);
        return 0;
    }
}
