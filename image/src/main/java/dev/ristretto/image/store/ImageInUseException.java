package dev.ristretto.image.store;

import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.model.ImageName;
import java.util.List;

/** The last name of an image cannot be removed, because somebody holds a lease of it. */
public final class ImageInUseException extends ImageException {
    private static final long serialVersionUID = 1L;

    private final transient ImageName name;
    private final transient List<String> holders;

    ImageInUseException(ImageName name, List<String> holders) {
        super(name + " is used by " + String.join(", ", holders));
        this.name = name;
        this.holders = List.copyOf(holders);
    }

    /** The name that was to be removed. */
    public ImageName name() {
        return name;
    }

    /** Who holds leases, sorted; at least one. */
    public List<String> holders() {
        return holders;
    }
}
