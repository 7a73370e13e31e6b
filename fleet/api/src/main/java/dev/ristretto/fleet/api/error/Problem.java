package dev.ristretto.fleet.api.error;

/**
 * Why a request failed (RFC 9457, {@code application/problem+json}).
 *
 * @param title the HTTP status in words
 * @param status the HTTP status
 * @param detail what is wrong and what to do about it
 */
public record Problem(String title, int status, String detail) {}
