package dev.ristretto.image.store;

import dev.ristretto.image.model.ImageName;

/**
 * A removal.
 *
 * @param name the name that is gone
 * @param digest the image it named
 * @param deleted whether this was the last name, so that the image is gone too
 */
public record RemovedName(ImageName name, String digest, boolean deleted) {}
