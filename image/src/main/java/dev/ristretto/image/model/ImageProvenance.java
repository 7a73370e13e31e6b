package dev.ristretto.image.model;

/**
 * Where an image comes from that was not built here.
 *
 * @param sender who has sent it: the name of a token, or {@code user}
 * @param time when, in ISO 8601
 */
public record ImageProvenance(String sender, String time) {}
