package dev.ristretto.tools.cli;

import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.ServicePatch;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.image.Image;
import dev.ristretto.image.ImageConfiguration;
import dev.ristretto.run.vmm.Accelerator;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.Machine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
            description = "How the processor is provided; default: by KVM where that works, else emulated.")
    Optional<Accelerator> accelerator = Optional.empty();

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
        Image found = resolve(host, subject);
        ImageConfiguration configuration = found.configuration();
        Map<String, String> environment = new LinkedHashMap<>(configuration.environment());
        environment.putAll(values(variables));
        return specification(
                found,
                subject,
                arguments.isEmpty() ? configuration.arguments() : arguments,
                environment,
                ImageMemory.choose(host, found, memory),
                accelerator.orElse(Accelerator.AUTO),
                values(labels),
                health.parse());
    }

    /** What is given, for the daemon to merge with what replicas run now. */
    ServicePatch patch(Host host) {
        Optional<Image> found = image.map(subject -> resolve(host, subject));
        return new ServicePatch(
                found.map(known -> DetachedRun.name(known, image.orElseThrow())).orElse(null),
                found.map(Image::digest).orElse(null),
                arguments.isEmpty() ? null : arguments,
                variables.isEmpty() ? null : values(variables),
                null,
                memory.orElse(null),
                accelerator.map(Accelerator::toString).orElse(null),
                labels.isEmpty() ? null : values(labels),
                health.isGiven() ? health.parse() : null);
    }

    private static Image resolve(Host host, String subject) {
        Images images = new Images(host);
        if (images.isPath(subject)) {
            throw new Failure(
                    subject + " is a path: a service runs an image\nBuild it first: ristretto build " + subject);
        }
        return images.store().resolve(subject);
    }

    private static Map<String, String> values(List<Converters.Variable.Value> given) {
        Map<String, String> values = new LinkedHashMap<>();
        given.forEach(value -> values.put(value.name(), value.value()));
        return values;
    }

    private static Specification specification(
            Image image,
            String subject,
            List<String> arguments,
            Map<String, String> environment,
            long memoryBytes,
            Accelerator accelerator,
            Map<String, String> labels,
            @Nullable HealthCheck health) {
        return DetachedRun.specification(
                        image,
                        subject,
                        new InstanceSpecification(
                                "replica",
                                image.kernel(),
                                arguments,
                                environment,
                                memoryBytes,
                                Machine.MICROVM,
                                accelerator,
                                List.of(),
                                0),
                        "always")
                .with(labels, health);
    }
}
