package dev.ristretto.tools.cli.instance;

import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.tools.cli.host.FleetAccess;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.terminal.FormatOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Removes instances. */
@Command(
        name = "rm",
        description = "Remove instances with their console files. Their events stay.",
        footerHeading = "%nExamples:%n",
        footer = {"  ristretto rm -f web", "  ristretto rm -f --label tier=back"})
public final class RmCommand implements Callable<Integer> {

    @Mixin
    Selection selection = new Selection();

    @Option(
            names = {"-f", "--force"},
            description = "Also instances that run: they are killed.")
    boolean force;

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    RmCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        FleetClient fleet = new FleetAccess(host).require();
        return EachInstance.act(host, format, selection.resolve(host, fleet), name -> {
            fleet.removeInstance(name, force);
            return name;
        });
    }
}
