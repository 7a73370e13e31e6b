package dev.ristretto.tools.cli.host;

import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.store.AmbiguousDigestException;
import dev.ristretto.image.store.DamagedImageException;
import dev.ristretto.image.store.ImageInUseException;
import dev.ristretto.image.store.NameTakenException;
import dev.ristretto.image.store.SeveralNamesException;
import dev.ristretto.image.store.UnreadableIndexException;
import java.util.List;

/** What a user can do about what is wrong with an image. */
public final class ImageRemedies {

    private ImageRemedies() {}

    /** What is wrong, and what to do about it. */
    public static String explain(ImageException failure) {
        return failure.getMessage()
                + switch (failure) {
                    case ImageInUseException used -> "\nRemove that first, with: " + removal(used.holders());
                    case AmbiguousDigestException ambiguous -> ". Give more digits or the name.";
                    case SeveralNamesException several -> ". Remove them by name.";
                    case DamagedImageException damaged -> ". Remove and build it again.";
                    case UnreadableIndexException index ->
                        "\nGive yourself back the right to read what is in " + index.root() + ", or mend that disk";
                    case NameTakenException taken ->
                        "\nChoose another name, or remove that one first: ristretto rmi " + taken.name();
                    default -> "";
                };
    }

    /** A revision of a service is the holder {@code SERVICE@REVISION}; the replicas of the service go with it. */
    private static String removal(List<String> holders) {
        List<String> services = holders.stream()
                .filter(holder -> holder.contains("@"))
                .map(holder -> holder.substring(0, holder.indexOf('@')))
                .distinct()
                .toList();
        return services.isEmpty()
                ? "ristretto rm " + String.join(" ", holders)
                : "ristretto service rm " + String.join(" ", services);
    }
}
