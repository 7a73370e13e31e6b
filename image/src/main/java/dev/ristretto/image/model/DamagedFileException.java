package dev.ristretto.image.model;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;

/**
 * A stored file can be read and is not what it was when it was stored: cut off, of another form or another content. The
 * message is a line of words for people.
 */
public final class DamagedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    /** A file with another content than its name tells. */
    public DamagedFileException(String message) {
        super(message);
    }

    private DamagedFileException(String message, JsonProcessingException cause) {
        super(message, cause);
    }

    /** A file that is no JSON, or not of its form: where, without the library's words and without the text itself. */
    static DamagedFileException of(JsonProcessingException cause) {
        Throwable reason = cause.getCause();
        if (reason instanceof IllegalArgumentException) {
            return new DamagedFileException(String.valueOf(reason.getMessage()), cause);
        }
        JsonLocation place = cause.getLocation();
        boolean known = place != null && place.getLineNr() > 0;
        String where = known ? " from line " + place.getLineNr() + ", column " + place.getColumnNr() + " on" : "";
        return new DamagedFileException("it is cut off or not of the form that it is to have" + where, cause);
    }
}
