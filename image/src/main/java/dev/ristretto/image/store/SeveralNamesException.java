package dev.ristretto.image.store;

import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.model.ImageName;
import java.util.List;

/** A digest does not tell which of the names of its image is to be removed. */
public final class SeveralNamesException extends ImageException {
    private static final long serialVersionUID = 1L;

    private final String digest;
    private final transient List<ImageName> names;

    SeveralNamesException(String digest, List<ImageName> names) {
        super(digest + " has several names: " + ImageName.join(names));
        this.digest = digest;
        this.names = List.copyOf(names);
    }

    /** What was given, a digest or the beginning of one. */
    public String digest() {
        return digest;
    }

    /** The names of the image, sorted. */
    public List<ImageName> names() {
        return names;
    }
}
