package dev.ristretto.fleet.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking.
 *
 * @param name {@code user} on the Unix socket and behind a link of {@code ristretto console}, else the name of a token
 * @param role what they may do: {@code viewer}, {@code operator} or {@code admin}
 * @param secret of a session that has just begun: it is shown with each request ({@code Authorization: Bearer SECRET})
 *     and never told again
 * @param expires when that session ends, in ISO 8601; the end of its token ends it earlier
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SessionView(
        String name,
        String role,
        @Nullable String secret,
        @Nullable String expires) {}
