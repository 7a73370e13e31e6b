package dev.ristretto.fleet.daemon.model;

import dev.ristretto.fleet.api.state.EventKind;
import java.time.Instant;

/**
 * Something that happened, before it has a number.
 *
 * @param kind what
 * @param detail more about it, for people; cut where it gets too long
 * @param time when
 */
public record NewEvent(EventKind kind, String detail, Instant time) {

    private static final int LONGEST_DETAIL = 1000;

    public NewEvent {
        detail = detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL) + "…";
    }
}
