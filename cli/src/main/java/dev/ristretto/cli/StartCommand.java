package dev.ristretto.cli;

import dev.ristretto.fleet.client.FleetClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Starts instances that do not run. */
@Command(
        name = "start",
        description = "Start instances that have ended, or whose next start is some way off.",
        footer = {"", "Example: ristretto start web"})
final class StartCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "Names of instances.")
    List<String> names = new ArrayList<>();

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    StartCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        FleetClient fleet = new FleetAccess(host).require();
        return EachInstance.act(host, format, names, fleet::start);
    }
}
