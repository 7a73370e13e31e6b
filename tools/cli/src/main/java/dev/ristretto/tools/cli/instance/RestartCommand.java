package dev.ristretto.tools.cli.instance;

import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.tools.cli.host.FleetAccess;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.terminal.FormatOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops and starts instances. */
@Command(
        name = "restart",
        description = "Stop instances if they run, and start them.",
        footerHeading = "%nExamples:%n",
        footer = {"  ristretto restart web", "  ristretto restart --label tier=back"})
public final class RestartCommand implements Callable<Integer> {

    @Mixin
    Selection selection = new Selection();

    @Mixin
    GraceOption grace = new GraceOption();

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    RestartCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        FleetClient fleet = new FleetAccess(host).require();
        return EachInstance.act(
                host, format, selection.resolve(host, fleet), name -> fleet.restartInstance(name, grace.seconds));
    }
}
