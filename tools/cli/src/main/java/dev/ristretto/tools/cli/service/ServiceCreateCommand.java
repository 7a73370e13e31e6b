package dev.ristretto.tools.cli.service;

import dev.ristretto.fleet.api.NewService;
import dev.ristretto.fleet.api.ServiceSettings;
import dev.ristretto.fleet.api.ServiceView;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.syntax.InstanceName;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.run.host.PublishedPort;
import dev.ristretto.tools.cli.host.FleetAccess;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.host.ImageTransfer;
import dev.ristretto.tools.cli.terminal.Converters;
import dev.ristretto.tools.cli.terminal.Failure;
import dev.ristretto.tools.cli.terminal.FormatOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a service. */
@Command(
        name = "create",
        description = {
            "Make a service: replicas of an image behind one port. Waits until all of them answer.",
            "Without --health its replicas are checked by tcp; http tells more."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ristretto service create web --image hello-http --replicas 5 --publish 8080:8080 --health http:/",
            "  ristretto service create api --image api:1.2 --publish 8081:80 --health http:/health --scale-to-zero 5m",
            "  ristretto service create shop --image shop --publish 8082:80 --health http:/ --min 2 --max 20 --target 10"
        })
final class ServiceCreateCommand implements Callable<Integer> {

    @Mixin
    ReplicaOptions replica = new ReplicaOptions();

    @Mixin
    ScalingOptions scaling = new ScalingOptions();

    @Option(
            names = {"-p", "--publish"},
            paramLabel = "[ADDRESS:]HOST:GUEST",
            converter = Converters.Port.class,
            description =
                    "The port where clients come, on 127.0.0.1 unless another address is given, and that of each replica.")
    Optional<PublishedPort> publish = Optional.empty();

    @Option(
            names = "--protocol",
            arity = "1",
            paramLabel = "http|tcp",
            converter = Converters.Spreading.class,
            description = "Spread single requests, or whole connections; default: http if the health check is.")
    Optional<Boolean> http = Optional.empty();

    @Option(
            names = "--surge",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many more replicas there may be during an update (default: 1).")
    int surge = ServiceSettings.SURGE;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            converter = Converters.Length.class,
            description = "How long an update may take from one replica that answers to the next (default: 60s).")
    Optional<Duration> deadline = Optional.empty();

    @Option(
            names = "--drain",
            paramLabel = "TIME",
            converter = Converters.Length.class,
            description = "How long a replica that is to go may finish what it has begun (default: 10s).")
    Optional<Duration> drain = Optional.empty();

    @Option(names = "--detach", description = "Do not wait.")
    boolean detach;

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    ServiceCreateCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        // A large image may have to be sent before the daemon can say so.
        InstanceName.check(replica.service.name);
        ServiceSettings settings = settings();
        Specification specification = replica.specification(host);
        FleetClient services = new FleetAccess(host).ensure();
        new ImageTransfer(host).bring(services, List.of(specification));
        ServiceView begun = services.createService(new NewService(replica.service.name, specification, settings));
        ServiceView service = detach ? begun : new RolloutWait(host, services).revision(begun);
        ServiceCommand.print(host, format, service);
        return 0;
    }

    private ServiceSettings settings() {
        boolean checkedByHttp = replica.asked.isCheckedByHttp();
        try {
            return new ServiceSettings(
                    publish.map(PublishedPort::toString).orElse(null),
                    http.orElse(checkedByHttp),
                    scaling.first(),
                    surge,
                    deadline.map(Duration::toMillis).orElse(ServiceSettings.DEADLINE_MILLIS),
                    drain.map(Duration::toMillis).orElse(ServiceSettings.DRAIN_MILLIS),
                    scaling.scaling());
        } catch (IllegalArgumentException e) {
            throw new Failure(String.valueOf(e.getMessage()));
        }
    }
}
