package dev.ristretto.fleet.daemon.instance;

import dev.ristretto.abi.RootOptions;
import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.api.syntax.PlainText;
import dev.ristretto.fleet.api.syntax.Probe;
import dev.ristretto.fleet.api.syntax.RestartPolicy;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.model.ImageName;
import dev.ristretto.run.host.PublishedPort;
import dev.ristretto.run.vmm.Hypervisor;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.ProcessorCount;
import dev.ristretto.run.vmm.TemporaryFiles;
import dev.ristretto.run.vmm.VolumeBinding;
import dev.ristretto.run.volume.StoredVolume;
import dev.ristretto.run.volume.VolumeException;
import dev.ristretto.run.volume.VolumeStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a hypervisor makes of a specification, and which one that is. */
public final class InstanceSpecifications {

    private static final int LONGEST_WORD = 63;
    private static final int LONGEST_IMAGE = 512;
    private static final int LONGEST_CHECK = 1000;
    private static final int MOST_PORTS = 100;

    private InstanceSpecifications() {}

    /**
     * The hypervisor that a specification names.
     *
     * @throws FleetException if there is none of that name
     */
    static Hypervisor hypervisor(List<Hypervisor> hypervisors, Specification specification) {
        return hypervisors.stream()
                .filter(known -> known.name().equals(specification.as()))
                .findFirst()
                .orElseThrow(() -> new FleetException(
                        Kind.INVALID,
                        "Nothing runs as " + specification.as() + " here, only as "
                                + String.join(
                                        " or ",
                                        hypervisors.stream()
                                                .map(Hypervisor::name)
                                                .toList())));
    }

    /**
     * Checks what can be known before there is an image.
     *
     * @throws FleetException if something is not what it should be
     */
    public static void check(List<Hypervisor> hypervisors, String name, Specification specification) {
        checkTexts(specification);
        InstanceSpecification form = of(name, specification.withImage("", "/"));
        Hypervisor chosen = hypervisor(hypervisors, specification);
        try {
            chosen.requireOptions(form);
        } catch (IllegalArgumentException e) {
            throw new FleetException(Kind.INVALID, String.valueOf(e.getMessage()), e);
        }
    }

    /** What people get to see of an instance, wherever it is listed. */
    private static void checkTexts(Specification specification) {
        PlainText.require("The name of an image", specification.image(), LONGEST_IMAGE);
        try {
            ImageName.parse(specification.image());
        } catch (ImageException e) {
            throw new FleetException(Kind.INVALID, String.valueOf(e.getMessage()), e);
        }
        PlainText.require("What it runs as", specification.as(), LONGEST_WORD);
        PlainText.require("The machine", specification.machine(), LONGEST_WORD);
        PlainText.require("The accelerator", specification.accelerator(), LONGEST_WORD);
        PlainText.require("The restart policy", specification.restart(), LONGEST_WORD);
        if (specification.ports().size() > MOST_PORTS) {
            throw new FleetException(
                    Kind.INVALID,
                    "An instance publishes at most " + MOST_PORTS + " ports, not "
                            + specification.ports().size());
        }
        specification.ports().forEach(port -> PlainText.require("A published port", port, LONGEST_WORD));
        specification.volumes().forEach(volume -> PlainText.require("A volume", volume, LONGEST_CHECK));
        specification.tmpfs().forEach(place -> PlainText.require("A place of files in memory", place, LONGEST_CHECK));
        specification.environment().forEach((variable, value) -> {
            // A null of JSON, whatever the type says.
            if (Objects.isNull(value)) {
                throw new FleetException(
                        Kind.INVALID,
                        "The environment variable " + PlainText.visible(variable, LONGEST_WORD) + " has no value");
            }
        });
        HealthCheck health = specification.health();
        if (health != null) {
            PlainText.require("A health check", health.check(), LONGEST_CHECK);
        }
    }

    /**
     * Checks that an image can have its volumes, and that there are those or they can be made.
     *
     * @throws FleetException if one is not there
     */
    public static void checkVolumes(Specification specification, Image image, VolumeStore store) {
        List<VolumeBinding> bindings =
                specification.volumes().stream().map(VolumeBinding::parse).toList();
        try {
            VolumeBinding.check(specification.image(), image.configuration().volumes(), bindings);
            for (VolumeBinding binding : bindings) {
                if (binding.size().isPresent()) {
                    VolumeStore.checkForm(binding.volume(), binding.size().getAsLong());
                } else {
                    StoredVolume unused = store.get(binding.volume());
                }
            }
        } catch (HypervisorException | VolumeException e) {
            throw new FleetException(Kind.INVALID, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * The hypervisor's form, without its volumes and without the entry point that its image may have.
     *
     * @throws FleetException if something in it is not what it should be
     */
    public static InstanceSpecification of(String name, Specification specification) {
        return of(name, specification, specification.arguments());
    }

    /**
     * The hypervisor's form of an instance of an image, without its volumes.
     *
     * @throws FleetException if something in it is not what it should be
     */
    public static InstanceSpecification of(String name, Specification specification, Image image) {
        return of(name, specification, image.configuration().allArguments(specification.arguments()));
    }

    private static InstanceSpecification of(String name, Specification specification, List<String> arguments) {
        try {
            RestartPolicy.parse(specification.restart());
            specification
                    .volumes()
                    .forEach(volume -> VolumeBinding.parse(volume).requireVolume());
            List<PublishedPort> ports =
                    specification.ports().stream().map(PublishedPort::parse).toList();
            HealthCheck health = specification.health();
            if (health != null && Probe.parse(health.check()) instanceof Probe.Network probe) {
                // Nothing but to see that there is one.
                Probe.target(probe, ports);
            }
            return InstanceSpecification.builder(name, Path.of(specification.kernel()), specification.memoryBytes())
                    .processors(ProcessorCount.resolve(specification.cpus()))
                    .arguments(arguments)
                    .environment(specification.environment())
                    .options(Map.of("machine", specification.machine(), "accelerator", specification.accelerator()))
                    .ports(ports)
                    .hostAccess(specification.hostAccess())
                    .root(new RootOptions(
                            specification.readOnly(),
                            specification.tmpfs().stream()
                                    .map(TemporaryFiles::parse)
                                    .toList()))
                    .build();
        } catch (IllegalArgumentException e) {
            throw new FleetException(Kind.INVALID, String.valueOf(e.getMessage()), e);
        }
    }
}
