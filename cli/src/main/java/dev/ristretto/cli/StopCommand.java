package dev.ristretto.cli;

import dev.ristretto.fleet.client.FleetClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stops instances. */
@Command(
        name = "stop",
        description = {
            "Stop instances: their shutdown hooks run; one that takes too long is killed.",
            "A stopped instance stays stopped, whatever its restart policy, until it is started."
        },
        footer = {"", "Example: ristretto stop -t 30 web shop"})
final class StopCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "Names of instances.")
    List<String> names = new ArrayList<>();

    @Option(
            names = {"-t", "--time"},
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long an application may take to stop before it is killed (default: 10).")
    int grace = 10;

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    StopCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        FleetClient fleet = new FleetAccess(host).require();
        return EachInstance.act(host, format, names, name -> fleet.stop(name, grace));
    }
}
