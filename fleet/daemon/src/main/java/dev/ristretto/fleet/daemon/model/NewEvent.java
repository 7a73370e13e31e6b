package dev.ristretto.fleet.daemon.model;

import java.time.Instant;

/**
 * Something that happened, before it has a number.
 *
 * @param kind what
 * @param detail more about it, for people
 * @param time when
 */
public record NewEvent(String kind, String detail, Instant time) {}
