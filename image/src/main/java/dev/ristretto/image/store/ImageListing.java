package dev.ristretto.image.store;

import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.model.ImageName;
import java.util.List;

/**
 * What is in a store. Immutable.
 *
 * @param images sorted by their first name
 * @param problems for every image that cannot be read
 */
public record ImageListing(List<Image> images, List<Problem> problems) {
    /** Copies the lists. */
    public ImageListing {
        images = List.copyOf(images);
        problems = List.copyOf(problems);
    }

    /**
     * An image that cannot be read.
     *
     * @param name its first name
     * @param cause why it cannot
     */
    public record Problem(ImageName name, ImageException cause) {}
}
