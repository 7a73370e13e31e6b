package dev.ristretto.cli;

import dev.ristretto.fleet.InstanceCondition;
import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.client.FleetClient;
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
final class PsCommand implements Callable<Integer> {

    @Option(
            names = {"-a", "--all"},
            description = "Also those that have ended.")
    boolean all;

    @Option(
            names = "--filter",
            paramLabel = "FILTER",
            converter = Converters.Filter.class,
            description = {
                "Only instances with label=K or label=K=V, name=, state=, health= or image=.",
                "If repeated: those that pass all of them. state= shows ended ones too."
            })
    List<InstanceCondition> filters = new ArrayList<>();

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    PsCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean ended = all || filters.stream().anyMatch(filter -> filter.key().equals("state"));
        List<InstanceView> instances = new FleetAccess(host)
                .ifAny().map(FleetClient::list).orElse(List.of()).stream()
                        .filter(instance -> ended || !instance.state().equals("ended"))
                        .filter(instance -> filters.stream().allMatch(filter -> filter.test(instance)))
                        .toList();
        if (format.isJson()) {
            Json.print(host.output(), instances);
        } else {
            Instances.table(instances, Instant.now()).print(host.output());
        }
        return 0;
    }
}
