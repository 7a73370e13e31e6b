package dev.ristretto.tools.cli.service;

import dev.ristretto.fleet.api.ServicePatch;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.Workload;
import dev.ristretto.image.model.Image;
import dev.ristretto.tools.cli.host.Candidates;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.host.HypervisorChoice;
import dev.ristretto.tools.cli.host.Images;
import dev.ristretto.tools.cli.instance.DetachedRun;
import dev.ristretto.tools.cli.instance.HealthOptions;
import dev.ristretto.tools.cli.instance.RunAs;
import dev.ristretto.tools.cli.terminal.Converters;
import dev.ristretto.tools.cli.terminal.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which service is meant and what each of its replicas runs. */
final class ReplicaOptions {

    @Parameters(
            index = "0",
            completionCandidates = Candidates.OfServices.class,
            paramLabel = "NAME",
            description = "Name of the service.")
    String name = "";

    @Option(
            names = "--image",
            completionCandidates = Candidates.OfImages.class,
            paramLabel = "IMAGE",
            description = "NAME[:TAG] or first digits of a digest of an image.")
    Optional<String> image = Optional.empty();

    @Option(
            names = {"-e", "--env"},
            paramLabel = "KEY=VALUE",
            converter = Converters.Variable.class,
            description = "An environment variable of the application. May be repeated.")
    List<Converters.Variable.Value> variables = new ArrayList<>();

    @Option(
            names = {"-m", "--memory"},
            paramLabel = "SIZE",
            converter = Converters.Memory.class,
            description = "Memory of each replica, such as 64M; default: 64M, more if the image needs it.")
    Optional<Long> memory = Optional.empty();

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            converter = Converters.Label.class,
            description = "Something to find its replicas by. May be repeated.")
    List<Converters.Variable.Value> labels = new ArrayList<>();

    @Option(
            names = "--accel",
            paramLabel = "auto|kvm|tcg",
            converter = HypervisorChoice.Accelerator.class,
            completionCandidates = HypervisorChoice.Accelerator.class,
            description = "How the processor is provided; default: by KVM where that works, else emulated.")
    Optional<String> accelerator = Optional.empty();

    @Option(
            names = "--as",
            paramLabel = "vm|process",
            description = "Run replicas as virtual machines (default) or as processes of the daemon's Linux.")
    Optional<RunAs> as = Optional.empty();

    @Mixin
    HealthOptions health = new HealthOptions();

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ARGUMENT",
            description = "Arguments of the application, behind --.")
    List<String> arguments = new ArrayList<>();

    /** What a new service runs. */
    Specification specification(Host host) {
        String subject = image.orElseThrow(() -> new Failure("--image is missing: which image is to answer?"));
        return new DetachedRun(host, resolve(host, subject), subject)
                .specification(workload(), options(host, accelerator), List.of(), "always")
                .runningAs(as.map(RunAs::ofDaemon).orElse(Specification.USUAL));
    }

    private Workload workload() {
        return new Workload(
                arguments.isEmpty() ? Optional.empty() : Optional.of(arguments),
                Converters.Variable.values(variables),
                memory,
                Converters.Variable.values(labels),
                health.parse());
    }

    /** What is given, for the daemon to merge with what replicas run now. */
    ServicePatch patch(Host host) {
        Optional<Image> found = image.map(subject -> resolve(host, subject));
        return ServicePatch.of(
                found.map(known -> DetachedRun.name(known, image.orElseThrow())).orElse(null),
                found.map(Image::digest).orElse(null),
                workload(),
                accelerator.orElse(null),
                as.map(RunAs::ofDaemon).orElse(null));
    }

    private static Map<String, String> options(Host host, Optional<String> accelerator) {
        Map<String, String> options = new LinkedHashMap<>(host.usualOptions());
        accelerator.ifPresent(value -> options.put(HypervisorChoice.ACCELERATOR, value));
        return options;
    }

    private static Image resolve(Host host, String subject) {
        Images images = new Images(host);
        if (images.isPath(subject)) {
            throw new Failure(
                    subject + " is a path: a service runs an image\nBuild it first: ristretto build " + subject);
        }
        return images.store().resolve(subject);
    }
}
