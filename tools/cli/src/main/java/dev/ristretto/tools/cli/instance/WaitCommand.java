package dev.ristretto.tools.cli.instance;

import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.tools.cli.host.Candidates;
import dev.ristretto.tools.cli.host.FleetAccess;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.terminal.ExitStatus;
import dev.ristretto.tools.cli.terminal.FormatOption;
import dev.ristretto.tools.cli.terminal.Json;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Waits for the end of an instance. */
@Command(
        name = "wait",
        description = {
            "Wait until an instance has ended and is not to be started again.",
            "Ends with its exit status; says why if that was not its own."
        },
        footer = {"", "Example: ristretto wait job; echo $?"})
public final class WaitCommand implements Callable<Integer> {

    @Parameters(
            completionCandidates = Candidates.OfInstances.class,
            paramLabel = "NAME",
            description = "Name of the instance.")
    String name = "";

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    WaitCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        InstanceView instance = new FleetAccess(host).require().awaitEnd(name);
        String reason = instance.reason();
        if (format.isJson()) {
            Json.print(host.output(), instance);
        } else if (reason != null && !reason.startsWith("exited")) {
            host.errors().println("ristretto: " + name + " " + reason);
        }
        return Objects.requireNonNullElse(instance.exitStatus(), ExitStatus.FAILURE);
    }
}
