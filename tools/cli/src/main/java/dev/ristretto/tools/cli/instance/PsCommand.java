package dev.ristretto.tools.cli.instance;

import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.syntax.InstanceFilter;
import dev.ristretto.fleet.api.syntax.InstanceFilter.Key;
import dev.ristretto.tools.cli.host.FleetAccess;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.terminal.FormatOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists detached instances. */
@Command(
        name = "ps",
        description = "List the detached instances that run or are about to.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ristretto ps",
            "  ristretto ps -a --format json",
            "  ristretto ps --filter label=tier=back --filter health=unhealthy"
        })
public final class PsCommand implements Callable<Integer> {

    @Option(
            names = {"-a", "--all"},
            description = "Also those that have ended.")
    boolean all;

    @Option(
            names = "--filter",
            paramLabel = "FILTER",
            description = {
                "Only instances with label=K or label=K=V, name=, state=, health=, image= or search=, which looks for a",
                "part of name or image. If repeated: of one key (but label) either will do; of several all must hold.",
                "state= shows ended ones too."
            })
    List<String> filters = new ArrayList<>();

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    PsCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        InstanceFilter given = InstanceFilter.parse(filters);
        InstanceFilter filter =
                all || !given.values(Key.STATE).isEmpty() ? given : given.inStates(InstanceFilter.ACTIVE_STATES);
        List<InstanceView> instances = new FleetAccess(host)
                .ifAny()
                .map(fleet -> fleet.instances(filter))
                .orElse(List.of());
        format.print(host.output(), instances, Instances.table(instances, Instant.now()));
        return 0;
    }
}
