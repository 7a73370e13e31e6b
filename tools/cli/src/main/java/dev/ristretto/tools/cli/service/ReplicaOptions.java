package dev.ristretto.tools.cli.service;

import dev.ristretto.fleet.api.ServicePatch;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.image.model.Image;
import dev.ristretto.tools.cli.host.Candidates;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.host.HypervisorChoice;
import dev.ristretto.tools.cli.host.Images;
import dev.ristretto.tools.cli.instance.DetachedRun;
import dev.ristretto.tools.cli.instance.RunAs;
import dev.ristretto.tools.cli.instance.WorkloadOptions;
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

    @Mixin
    ServiceName service = new ServiceName();

    @Option(
            names = "--image",
            completionCandidates = Candidates.OfImages.class,
            paramLabel = "IMAGE",
            description = "NAME[:TAG] or first digits of a digest of an image.")
    Optional<String> image = Optional.empty();

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ARGUMENT",
            description = "Arguments of the application, behind --.")
    List<String> arguments = new ArrayList<>();

    @Mixin
    WorkloadOptions asked = new WorkloadOptions();

    @Option(
            names = "--as",
            paramLabel = "vm|process",
            description = "Run replicas as virtual machines (default) or as processes of the daemon's Linux.")
    Optional<RunAs> as = Optional.empty();

    /** What a new service runs. */
    Specification specification(Host host) {
        String subject = image.orElseThrow(() -> new Failure("--image is missing: which image is to answer?"));
        Image found = resolve(host, subject);
        asked.noteProcessors(host);
        asked.checkVolumes(host, found, subject);
        return new DetachedRun(host, found, subject)
                .specification(asked.workload(arguments), options(host, asked.accelerator()), List.of(), "always")
                .runningAs(as.map(RunAs::ofDaemon).orElse(Specification.USUAL));
    }

    /** What is given, for the daemon to merge with what replicas run now. */
    ServicePatch patch(Host host) {
        Optional<Image> found = image.map(subject -> resolve(host, subject));
        asked.noteProcessors(host);
        return ServicePatch.of(
                found.map(known -> known.nameFor(image.orElseThrow())).orElse(null),
                found.map(Image::digest).orElse(null),
                asked.workload(arguments),
                asked.accelerator().orElse(null),
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
