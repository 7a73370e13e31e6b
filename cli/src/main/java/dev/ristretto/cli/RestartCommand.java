package dev.ristretto.cli;

import dev.ristretto.fleet.client.FleetClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Stops and starts instances. */
@Command(
        name = "restart",
        description = "Stop instances if they run, and start them.",
        footerHeading = "%nExamples:%n",
        footer = {"  ristretto restart web", "  ristretto restart --label tier=back"})
final class RestartCommand implements Callable<Integer> {

    @Mixin
    Selection selection = new Selection();

    @Option(
            names = {"-t", "--time"},
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long an application may take to stop before it is killed (default: 10).")
    int grace = 10;

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    RestartCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        FleetClient fleet = new FleetAccess(host).require();
        return EachInstance.act(host, format, selection.resolve(host, fleet), name -> fleet.restart(name, grace));
    }
}
