package dev.ristretto.image.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * Where an image comes from that was not built here. Immutable.
 *
 * @param sender who brought it, in words for people
 * @param time when
 */
public record Provenance(String sender, Instant time) {
    /** The longest name of a sender that is kept, in characters. */
    public static final int LONGEST_SENDER = 200;

    /** Cuts off a sender's name that is too long. */
    public Provenance {
        sender = sender.length() <= LONGEST_SENDER ? sender : sender.substring(0, LONGEST_SENDER);
    }

    /** As it is stored. */
    @JsonCreator
    static Provenance read(@JsonProperty("sender") String sender, @JsonProperty("time") String time) {
        if (sender == null || time == null) {
            throw new IllegalArgumentException("it does not say who and when");
        }
        try {
            return new Provenance(sender, Instant.parse(time));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + time + "' is not a time", e);
        }
    }
}
