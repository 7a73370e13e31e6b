package dev.ristretto.tools.cli.service;

import dev.ristretto.fleet.api.ServiceView;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.tools.cli.host.Candidates;
import dev.ristretto.tools.cli.host.FleetAccess;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.instance.EachInstance;
import dev.ristretto.tools.cli.terminal.Failure;
import dev.ristretto.tools.cli.terminal.FormatOption;
import dev.ristretto.tools.cli.terminal.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Several instances behind one port. */
@Command(
        name = "service",
        description = {
            "Services: replicas of an image behind one port, kept, updated one by one, rolled back and scaled.",
            "Commands that change one wait and show how far it has come; with --detach they do not."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ServiceCreateCommand.class, ServiceUpdateCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  ristretto service create web --image hello-http --replicas 5 --publish 8080:8080 --health http:/",
            "  ristretto service update web --image hello-http:2",
            "  ristretto service scale web 50",
            "  ristretto service rollback web"
        })
public final class ServiceCommand implements Runnable {

    private final Host host;

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    ServiceCommand(Host host) {
        this.host = host;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** The daemon, for a command about a service. */
    static FleetClient require(Host host) throws InterruptedException {
        return new FleetAccess(host)
                .ifAny()
                .orElseThrow(() -> new Failure(
                        "There are no services; make one with: ristretto service create NAME --image IMAGE"));
    }

    /** The name, or as JSON everything. */
    static void print(Host host, FormatOption format, ServiceView service) {
        format.print(host.output(), service, service.name());
    }

    @Command(
            name = "ls",
            description = "List the services.",
            footer = {"", "Example: ristretto service ls --format json"})
    int list(@Mixin FormatOption format) throws InterruptedException {
        List<ServiceView> services =
                new FleetAccess(host).ifAny().map(fleet -> fleet.services()).orElse(List.of());
        format.print(host.output(), services, ServiceTables.list(services));
        return 0;
    }

    @Command(
            name = "ps",
            description = "List the instances of a service.",
            footer = {"", "Example: ristretto service ps web"})
    int members(@Mixin ServiceName service, @Mixin FormatOption format) throws InterruptedException {
        ServiceView found = require(host).getService(service.name);
        if (format.isJson()) {
            Json.print(host.output(), found.members());
        } else {
            ServiceTables.members(found).print(host.output());
            String message = found.message();
            if (message != null) {
                host.errors().println("ristretto: " + message);
            }
        }
        return 0;
    }

    @Command(
            name = "inspect",
            description = "Show what is known about a service.",
            footer = {"", "Example: ristretto service inspect web --format json"})
    int inspect(@Mixin ServiceName service, @Mixin FormatOption format) throws InterruptedException {
        ServiceView found = require(host).getService(service.name);
        format.print(host.output(), found, ServiceTables.details(found));
        return 0;
    }

    @Command(
            name = "scale",
            description = "Change how many replicas a service has.",
            footer = {"", "Example: ristretto service scale web 50"})
    int scale(
            @Mixin ServiceName service,
            @Parameters(index = "1", paramLabel = "REPLICAS", description = "How many.") int replicas,
            @Option(names = "--detach", description = "Do not wait.") boolean detach,
            @Mixin FormatOption format)
            throws InterruptedException {
        FleetClient services = require(host);
        ServiceView begun = services.scaleService(service.name, replicas);
        print(host, format, detach ? begun : new RolloutWait(host, services).replicas(begun));
        return 0;
    }

    @Command(
            name = "rollback",
            description = {
                "Bring a service back to the revision before; during an update, to the one that it came from.",
                "A second time leads forward again."
            },
            footer = {"", "Example: ristretto service rollback web"})
    int rollBack(
            @Mixin ServiceName service,
            @Option(names = "--detach", description = "Do not wait.") boolean detach,
            @Mixin FormatOption format)
            throws InterruptedException {
        FleetClient services = require(host);
        ServiceView begun = services.rollBackService(service.name);
        print(host, format, detach ? begun : new RolloutWait(host, services).revision(begun));
        return 0;
    }

    @Command(
            name = "rm",
            description = "Remove services with their instances. Their events stay.",
            footer = {"", "Example: ristretto service rm web"})
    int remove(
            @Parameters(
                            arity = "1..*",
                            completionCandidates = Candidates.OfServices.class,
                            paramLabel = "NAME",
                            description = "Names of services.")
                    List<String> names,
            @Option(names = "--detach", description = "Do not wait.") boolean detach,
            @Mixin FormatOption format)
            throws InterruptedException {
        FleetClient services = require(host);
        return EachInstance.act(host, format, names, name -> {
            ServiceView begun = services.removeService(name);
            if (!detach) {
                new RolloutWait(host, services).removal(begun);
            }
            return name;
        });
    }
}
