package dev.ristretto.fleet.api.error;

/** A fleet cannot do what was asked. The message is one or two lines: what is wrong and what to do about it. */
public final class FleetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What kind of mistake it was. */
    public enum Kind {
        /** What was asked for makes no sense. */
        INVALID,
        /** There is no such instance. */
        UNKNOWN,
        /** It cannot be done as things are. */
        CONFLICT,
        /** The one who asked may not do that. */
        DENIED,
        /** The daemon or its surroundings fail. */
        FAILURE,
        /** Nothing can be written down now, and may be later: nothing was changed. */
        UNAVAILABLE,
        /** The same, because the disk is full. */
        NO_SPACE
    }
    /** A failure that has no other cause. */
    public FleetException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }
    /** A failure with what caused it. */
    public FleetException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What kind of mistake it was. */
    public Kind kind() {
        return kind;
    }
}
