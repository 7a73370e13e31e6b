package dev.ristretto.fleet.api;

/**
 * Who is asking.
 *
 * @param name {@code user} on the Unix socket and behind a link of {@code ristretto console}, else the name of a token
 * @param role what they may do: {@code viewer}, {@code operator} or {@code admin}
 */
public record SessionView(String name, String role) {}
