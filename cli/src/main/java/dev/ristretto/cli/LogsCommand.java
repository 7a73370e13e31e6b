package dev.ristretto.cli;

import dev.ristretto.fleet.client.FleetClient;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what a detached instance has written to its console. */
@Command(
        name = "logs",
        description = {
            "Print what a detached instance has written to its console, earlier runs included.",
            "The last 16 MiB are kept."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ristretto logs web", "  ristretto logs -f --since 10m web"})
final class LogsCommand implements Callable<Integer> {

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until the instance ends.")
    boolean follow;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = Converters.Since.class,
            description =
                    "Only what was written since: so long ago (30s, 10m, 2h, 1d) or a time; exact to two seconds.")
    Optional<Instant> since = Optional.empty();

    @Parameters(paramLabel = "NAME", description = "Name of the instance.")
    String name = "";

    private final Host host;

    LogsCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        FleetClient fleet = new FleetAccess(host).require();
        Long millis = since.map(Instant::toEpochMilli).orElse(null);
        if (follow) {
            fleet.followLogs(name, millis, piece -> {
                host.output().print(piece.text());
                // Nobody reads any more: ristretto logs -f web | head
                return !host.output().checkError();
            });
        } else {
            fleet.readLogs(name, millis, host.output());
            host.output().flush();
        }
        return 0;
    }
}
