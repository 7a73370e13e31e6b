package dev.ristretto.fleet.daemon.model;

import dev.ristretto.fleet.api.state.EventKind;
import java.time.Instant;

/**
 * Something that happened, before it has a number.
 *
 * @param kind what
 * @param detail more about it, for people
 * @param time when
 */
public record NewEvent(EventKind kind, String detail, Instant time) {}
