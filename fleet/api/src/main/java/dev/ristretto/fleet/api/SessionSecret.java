package dev.ristretto.fleet.api;

/**
 * A session of a browser that has begun.
 *
 * @param secret is shown with each request ({@code Authorization: Bearer SECRET}); told here and never again
 * @param expires when it ends, in ISO 8601; its token's end or removal ends it earlier
 */
public record SessionSecret(String secret, String expires) {}
