package dev.ristretto.tools.cli.instance;

import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.tools.cli.host.Candidates;
import dev.ristretto.tools.cli.host.FleetAccess;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.instance.UsageLines.Line;
import dev.ristretto.tools.cli.terminal.FormatOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what running instances use. */
@Command(
        name = "stats",
        description = "Show what running instances use of this computer: processor over half a second, memory.",
        footerHeading = "%nExamples:%n",
        footer = {"  ristretto stats", "  ristretto stats --label tier=back", "  ristretto stats web --format json"})
public final class StatsCommand implements Callable<Integer> {

    private static final Duration SAMPLE = Duration.ofMillis(500);

    @Parameters(
            arity = "0..*",
            completionCandidates = Candidates.OfInstances.class,
            paramLabel = "NAME",
            description = "Names of instances; all by default.")
    List<String> names = new ArrayList<>();

    @Option(
            names = "--label",
            paramLabel = "KEY[=VALUE]",
            description = "Only instances with this label. If repeated: those that have all of them.")
    List<String> labels = new ArrayList<>();

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    StatsCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        FleetAccess access = new FleetAccess(host);
        Optional<FleetClient> fleet = names.isEmpty() ? access.ifAny() : Optional.of(access.require());
        List<Line> lines = fleet.isEmpty() ? List.of() : sample(fleet.get());
        format.print(host.output(), lines, UsageLines.table(lines));
        return 0;
    }

    private List<Line> sample(FleetClient fleet) throws InterruptedException {
        UsageLines usage = new UsageLines(fleet, names, labels);
        Thread.sleep(SAMPLE);
        return usage.next();
    }
}
