package dev.ristretto.fleet.api;

import org.jspecify.annotations.Nullable;

/**
 * The body of a request to make an instance.
 *
 * @param name what to call it; without one the daemon chooses
 * @param specification what to run
 */
public record NewInstance(@Nullable String name, Specification specification) {

    /**
     * Checks that nothing is missing.
     *
     * @throws IllegalArgumentException if the specification is
     */
    public NewInstance {
        Specification.require(specification, "specification");
    }
}
