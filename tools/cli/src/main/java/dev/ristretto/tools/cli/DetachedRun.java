package dev.ristretto.tools.cli;

import dev.ristretto.fleet.api.Specification;
import dev.ristretto.image.Image;
import dev.ristretto.image.ImageName;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.PublishedPort;
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
                specification.machine().toString(),
                specification.accelerator().toString(),
                specification.ports().stream().map(PublishedPort::toString).toList(),
                restart);
    }

    /** What people call an image: the name that they gave, or else its first. */
    static String name(Image image, String subject) {
        List<String> names = image.names().stream().map(ImageName::toString).toList();
        return names.stream()
                .filter(name -> name.equals(subject) || name.equals(subject + ":" + ImageName.DEFAULT_TAG))
                .findFirst()
                .orElseGet(() -> names.isEmpty() ? image.shortDigest() : names.getFirst());
    }
}
