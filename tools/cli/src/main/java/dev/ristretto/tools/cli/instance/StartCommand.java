package dev.ristretto.tools.cli.instance;

import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.tools.cli.host.FleetAccess;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.terminal.FormatOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Starts instances that do not run. */
@Command(
        name = "start",
        description = "Start instances that have ended, or whose next start is some way off.",
        footerHeading = "%nExamples:%n",
        footer = {"  ristretto start web", "  ristretto start --label tier=back"})
public final class StartCommand implements Callable<Integer> {

    @Mixin
    Selection selection = new Selection();

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    StartCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        FleetClient fleet = new FleetAccess(host).require();
        return EachInstance.act(host, format, selection.resolve(host, fleet), fleet::startInstance);
    }
}
