package dev.ristretto.fleet.api;

import org.jspecify.annotations.Nullable;

/**
 * The body of a request to make a token.
 *
 * @param name what to call it
 * @param role {@code viewer}, {@code operator} or {@code admin}
 * @param validSeconds for how long it is of use; without it for ever
 */
public record NewToken(String name, String role, @Nullable Long validSeconds) {

    /**
     * Checks that nothing is missing.
     *
     * @throws IllegalArgumentException if name or role is
     */
    public NewToken {
        Specification.require(name, "name");
        Specification.require(role, "role");
    }
}
