package dev.ristretto.tools.cli.instance;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.ristretto.fleet.api.InstanceFigures;
import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.figures.NetworkFigures;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageReport;
import dev.ristretto.image.store.ImageStore;
import dev.ristretto.run.vmm.Hypervisor;
import dev.ristretto.tools.cli.host.Candidates;
import dev.ristretto.tools.cli.host.FleetAccess;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.host.Images;
import dev.ristretto.tools.cli.image.ImageSummary;
import dev.ristretto.tools.cli.image.ReportPrinter;
import dev.ristretto.tools.cli.terminal.FormatOption;
import dev.ristretto.tools.cli.terminal.Json;
import dev.ristretto.tools.cli.terminal.Table;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what is inside an image, or what is known about an instance. */
@Command(
        name = "inspect",
        description = {
            "Show what is inside an image: packages and their share, natives, devices, size by part;",
            "or, if no image is called so, what is known about an instance.",
            "An instance that is called like an image is shown with --instance."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ristretto inspect hello-http", "  ristretto inspect --instance hello-http --format json"})
public final class InspectCommand implements Callable<Integer> {

    @Parameters(
            completionCandidates = Candidates.OfImagesAndInstances.class,
            paramLabel = "IMAGE|INSTANCE",
            description = "NAME[:TAG] or the first digits of a digest of an image; or the name of an instance.")
    String reference = "";

    @Option(names = "--all", description = "All packages and classes, not only the largest.")
    boolean all;

    @Option(names = "--instance", description = "An instance, even if an image has that name.")
    boolean instance;

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    InspectCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        ImageStore store = new Images(host).store();
        if (instance || !store.contains(reference)) {
            Optional<InspectedInstance> found = instance();
            if (found.isPresent()) {
                show(found.get());
                return 0;
            }
        }
        Image image = store.resolve(reference);
        ImageReport report = store.report(image);
        List<String> runsAs = host.hypervisors().stream()
                .filter(hypervisor -> hypervisor.canRun(image.kernel()))
                .map(Hypervisor::name)
                .toList();
        if (format.isJson()) {
            Json.print(host.output(), new Inspection(report, runsAs, ImageSummary.Origin.of(image)));
        } else {
            new ReportPrinter(host.output(), all).print(image, report, runsAs);
        }
        return 0;
    }

    /**
     * The instance of that name. Where neither an instance nor an image has it, the image's error is the better one.
     */
    private Optional<InspectedInstance> instance() throws InterruptedException {
        FleetAccess access = new FleetAccess(host);
        if (instance) {
            FleetClient client = access.require();
            return Optional.of(inspected(client, client.getInstance(reference)));
        }
        Optional<FleetClient> fleet = access.ifAny();
        return fleet.flatMap(client -> client.instances().stream()
                .filter(view -> view.name().equals(reference))
                .findFirst()
                .map(view -> inspected(client, view)));
    }

    private InspectedInstance inspected(FleetClient client, InstanceView view) {
        return new InspectedInstance(view, client.getInstanceFigures(reference));
    }

    private void show(InspectedInstance found) {
        Table details = Instances.details(found.instance());
        FigureTables.addTo(details, found.figures());
        format.print(host.output(), found, details);
        NetworkFigures network = found.figures().network();
        if (network != null && !format.isJson()) {
            for (Table table : FigureTables.network(network)) {
                host.output().println();
                table.print(host.output());
            }
        }
    }

    /**
     * The JSON form of an instance.
     *
     * @param instance what its daemon knows about it
     * @param figures what its kernel has counted
     */
    private record InspectedInstance(@JsonUnwrapped InstanceView instance, InstanceFigures figures) {}

    /**
     * The JSON form of an image: the report, and what run's option {@code --as} can be.
     *
     * @param report as it was written at the build
     * @param runsAs {@code vm}, {@code process}
     * @param origin who has brought it and when; null if it was built here
     */
    private record Inspection(
            @JsonUnwrapped ImageReport report, List<String> runsAs, ImageSummary.@Nullable Origin origin) {}
}
