package dev.ristretto.image.store;

import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.model.ImageName;
import java.util.List;

/** No image of a store has the name or digest that was asked for. */
public final class UnknownImageException extends ImageException {
    private static final long serialVersionUID = 1L;

    private final String reference;
    private final transient List<ImageName> known;

    UnknownImageException(String reference, List<ImageName> known) {
        super("No image is called " + reference + ". "
                + (known.isEmpty() ? "There are none yet." : "Images: " + ImageName.join(known) + "."));
        this.reference = reference;
        this.known = List.copyOf(known);
    }

    /** What was asked for. */
    public String reference() {
        return reference;
    }

    /** The names that there are, sorted. */
    public List<ImageName> known() {
        return known;
    }
}
