package dev.ristretto.fleet.api;

/**
 * An image that is to be added to the daemon's store, which has been sent its files.
 *
 * @param name by which it is to be known, {@code NAME[:TAG]}; an image that has it loses it
 * @param digest that of its manifest, {@code sha256:HEX}
 */
public record NewImage(String name, String digest) {

    /**
     * Checks that nothing is missing, as it may be in JSON.
     *
     * @throws IllegalArgumentException if something is
     */
    public NewImage {
        Specification.require(name, "name");
        Specification.require(digest, "digest");
    }
}
