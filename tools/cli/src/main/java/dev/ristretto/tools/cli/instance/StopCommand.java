package dev.ristretto.tools.cli.instance;

import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.tools.cli.host.FleetAccess;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.terminal.FormatOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops instances. */
@Command(
        name = "stop",
        description = {
            "Stop instances: their shutdown hooks run; one that takes too long is killed.",
            "A stopped instance stays stopped, whatever its restart policy, until it is started."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ristretto stop -t 30 web shop", "  ristretto stop --label tier=back"})
public final class StopCommand implements Callable<Integer> {

    @Mixin
    Selection selection = new Selection();

    @Mixin
    GraceOption grace = new GraceOption();

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    StopCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        FleetClient fleet = new FleetAccess(host).require();
        return EachInstance.act(
                host, format, selection.resolve(host, fleet), name -> fleet.stopInstance(name, grace.seconds));
    }
}
