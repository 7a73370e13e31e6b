package dev.ristretto.tools.cli.service;

import dev.ristretto.fleet.api.ServicePatch;
import dev.ristretto.fleet.api.ServiceView;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.host.ImageTransfer;
import dev.ristretto.tools.cli.terminal.FormatOption;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings a service to another image or other surroundings. */
@Command(
        name = "update",
        description = {
            "Bring a service to another image, environment, memory, number of processors, health check or arguments,",
            "replica by replica.",
            "What is not given stays. If a new replica fails, or none answers in time, all go back by themselves."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ristretto service update web --image hello-http:2",
            "  ristretto service update web -e GREETING=hello --detach"
        })
final class ServiceUpdateCommand implements Callable<Integer> {

    @Mixin
    ReplicaOptions replica = new ReplicaOptions();

    @Option(names = "--detach", description = "Do not wait.")
    boolean detach;

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    ServiceUpdateCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        FleetClient services = ServiceCommand.require(host);
        ServicePatch patch = replica.patch(host);
        if (patch.image() != null && patch.digest() != null) {
            new ImageTransfer(host).bring(services, Map.of(patch.digest(), patch.image()));
        }
        ServiceView begun = services.patchService(replica.service.name, patch);
        ServiceView service = detach ? begun : new RolloutWait(host, services).revision(begun);
        ServiceCommand.print(host, format, service);
        return 0;
    }
}
