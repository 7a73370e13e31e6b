package dev.ristretto.cli;

import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.client.FleetClient;
import java.time.Instant;
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
        footer = {"  ristretto ps", "  ristretto ps -a --format json"})
final class PsCommand implements Callable<Integer> {

    @Option(
            names = {"-a", "--all"},
            description = "Also those that have ended.")
    boolean all;

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    PsCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<InstanceView> instances = new FleetAccess(host)
                .ifAny().map(FleetClient::list).orElse(List.of()).stream()
                        .filter(instance -> all || !instance.state().equals("ended"))
                        .toList();
        if (format.isJson()) {
            Json.print(host.output(), instances);
        } else {
            Instances.table(instances, Instant.now()).print(host.output());
        }
        return 0;
    }
}
