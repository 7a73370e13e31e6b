package dev.ristretto.fleet.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A token. Times are ISO 8601 in UTC.
 *
 * @param name what it is called
 * @param role what whoever shows it may do: {@code viewer}, {@code operator} or {@code admin}
 * @param created when it was made
 * @param expires when it is of no use any more; without it never
 * @param token the token itself, told once, when it is made; the daemon keeps a hash of it only
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TokenView(
        String name,
        String role,
        String created,
        @Nullable String expires,
        @Nullable String token) {}
