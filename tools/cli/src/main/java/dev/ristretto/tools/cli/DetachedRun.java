package dev.ristretto.tools.cli;

import dev.ristretto.fleet.api.Specification;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageName;
import dev.ristretto.run.host.PublishedPort;
import dev.ristretto.run.vmm.InstanceSpecification;
import java.util.List;

/** What is asked of the daemon where a foreground run would start an instance itself. */
final class DetachedRun {

    private DetachedRun() {}

    /**
     * The daemon's form of a specification.
     *
     * @param subject what the user called the image
     */
    static Specification specification(
            Image image, String subject, InstanceSpecification specification, String restart) {
        return new Specification(
                name(image, subject),
                image.digest(),
                image.kernel().toString(),
                specification.arguments(),
                specification.environment(),
                specification.memoryBytes(),
                specification.options().getOrDefault(HypervisorChoice.MACHINE, ""),
                specification.options().getOrDefault(HypervisorChoice.ACCELERATOR, ""),
                specification.ports().stream().map(PublishedPort::toString).toList(),
                restart);
    }

    private static String name(Image image, String subject) {
        List<String> names = image.names().stream().map(ImageName::toString).toList();
        return names.stream()
                .filter(name -> name.equals(subject) || name.equals(subject + ":" + ImageName.DEFAULT_TAG))
                .findFirst()
                .orElseGet(() -> names.isEmpty() ? image.shortDigest() : names.getFirst());
    }
}
