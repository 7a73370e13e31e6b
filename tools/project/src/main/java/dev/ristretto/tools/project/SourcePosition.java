package dev.ristretto.tools.project;

import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;

/**
 * A place in a file, as editors count.
 *
 * @param file as it was named
 * @param line from 1
 * @param column from 1
 */
public record SourcePosition(String file, int line, int column) {

    /** What is wrong there. */
    public FleetException error(String message) {
        return new FleetException(Kind.INVALID, this + ": " + message);
    }

    /** Takes what may be wrong there, and says where it was. */
    <T> T check(Check<T> check) {
        try {
            return check.get();
        } catch (IllegalArgumentException | FleetException e) {
            throw new FleetException(Kind.INVALID, this + ": " + e.getMessage(), e);
        }
    }

    /** Reads something, or fails with {@link IllegalArgumentException} or {@link FleetException}. */
    interface Check<T> {
        T get();
    }

    /** As editors and terminals understand it: {@code FILE:LINE:COLUMN}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
