package dev.ristretto.tools.cli;

import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.image.Image;
import dev.ristretto.image.ImageConfiguration;
import dev.ristretto.image.ImageException;
import dev.ristretto.run.vmm.InstanceSpecification;
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
        Image found = resolve(host, subject);
        ImageConfiguration configuration = found.configuration();
        Map<String, String> environment = new LinkedHashMap<>(configuration.environment());
        variables.forEach(variable -> environment.put(variable.name(), variable.value()));
        return specification(
                        found,
                        subject,
                        arguments.isEmpty() ? configuration.arguments() : arguments,
                        environment,
                        ImageMemory.choose(host, found, memory),
                        options(host, accelerator),
                        labelled(Map.of()),
                        health.parse())
                .runningAs(as.map(ReplicaOptions::hypervisor).orElse(Specification.USUAL));
    }

    /** The same, with what is not given as it is now. What was baked into the image before gives way to what is baked into the new one. */
    Specification specification(Host host, Specification now) {
        String subject = image.orElse(now.digest());
        Image found = resolve(host, subject);
        ImageConfiguration before = configuration(host, now.digest());
        Map<String, String> environment =
                new LinkedHashMap<>(found.configuration().environment());
        now.environment().forEach((name, value) -> {
            if (before == null || !value.equals(before.environment().get(name))) {
                environment.put(name, value);
            }
        });
        variables.forEach(variable -> environment.put(variable.name(), variable.value()));
        boolean baked = before != null && before.arguments().equals(now.arguments());
        List<String> kept = baked ? found.configuration().arguments() : now.arguments();
        long floor = found.configuration().memoryFloorBytes();
        Optional<Long> bytes = memory.or(() -> Optional.of(now.memoryBytes()).filter(size -> size >= floor));
        HealthCheck check = health.isGiven() ? health.parse() : now.health();
        return specification(
                        found,
                        image.isPresent() ? subject : now.image(),
                        arguments.isEmpty() ? kept : arguments,
                        environment,
                        ImageMemory.choose(host, found, bytes),
                        options(host, accelerator.or(() -> Optional.of(now.accelerator()))),
                        labelled(now.labels()),
                        check)
                .runningAs(as.map(ReplicaOptions::hypervisor).orElse(now.as()));
    }

    /** Which hypervisor of the daemon's host is best, only that host knows. */
    static String hypervisor(RunAs wanted) {
        return wanted == RunAs.AUTO ? Specification.USUAL : wanted.toString();
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

    private static @Nullable ImageConfiguration configuration(Host host, String digest) {
        try {
            return new Images(host).store().resolve(digest).configuration();
        } catch (ImageException e) {
            // Gone; then everything that it runs with counts as given.
            return null;
        }
    }

    private Map<String, String> labelled(Map<String, String> known) {
        Map<String, String> all = new LinkedHashMap<>(known);
        labels.forEach(label -> all.put(label.name(), label.value()));
        return all;
    }

    private static Specification specification(
            Image image,
            String subject,
            List<String> arguments,
            Map<String, String> environment,
            long memoryBytes,
            Map<String, String> options,
            Map<String, String> labels,
            @Nullable HealthCheck health) {
        return DetachedRun.specification(
                        image,
                        subject,
                        new InstanceSpecification(
                                "replica", image.kernel(), arguments, environment, memoryBytes, options, List.of(), 0),
                        "always")
                .with(labels, health);
    }
}
