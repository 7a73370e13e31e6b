package dev.ristretto.image.store;

import dev.ristretto.image.model.ImageName;
import java.util.List;

/**
 * What was deleted, or would be. Immutable.
 *
 * @param names of images that nobody has a lease of; sorted
 * @param files how many files that no image needs (any more)
 * @param bytes what these took
 */
public record PrunedImages(List<ImageName> names, int files, long bytes) {
    /** Copies the list. */
    public PrunedImages {
        names = List.copyOf(names);
    }
}
