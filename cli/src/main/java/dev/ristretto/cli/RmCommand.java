package dev.ristretto.cli;

import dev.ristretto.fleet.client.FleetClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes instances. */
@Command(
        name = "rm",
        description = "Remove instances with their console files. Their events stay.",
        footer = {"", "Example: ristretto rm -f web"})
final class RmCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "Names of instances.")
    List<String> names = new ArrayList<>();

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
        return EachInstance.act(host, format, names, name -> {
            fleet.remove(name, force);
            return name;
        });
    }
}
