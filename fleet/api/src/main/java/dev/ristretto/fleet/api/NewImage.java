package dev.ristretto.fleet.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * An image that is to be added to the daemon's store, which has been sent its files.
 *
 * @param name by which it is to be known, {@code NAME[:TAG]}
 * @param digest that of its manifest, {@code sha256:HEX}
 * @param moving true if the name is to leave another image that has it; otherwise such a name is refused
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NewImage(String name, String digest, @Nullable Boolean moving) {

    /**
     * Checks that nothing is missing, as it may be in JSON.
     *
     * @throws IllegalArgumentException if something is
     */
    public NewImage {
        Specification.require(name, "name");
        Specification.require(digest, "digest");
    }

    /** One that takes no other image's name. */
    public NewImage(String name, String digest) {
        this(name, digest, null);
    }
}
