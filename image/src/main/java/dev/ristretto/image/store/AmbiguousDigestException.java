package dev.ristretto.image.store;

import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.model.ImageName;
import java.util.List;

/** The digests of several images begin with the digits that were given. */
public final class AmbiguousDigestException extends ImageException {
    private static final long serialVersionUID = 1L;

    private final String digits;
    private final transient List<ImageName> candidates;

    AmbiguousDigestException(String digits, List<ImageName> candidates) {
        super(digits + " is the beginning of several digests: " + ImageName.join(candidates));
        this.digits = digits;
        this.candidates = List.copyOf(candidates);
    }

    /** What was given. */
    public String digits() {
        return digits;
    }

    /** The names of the images whose digests begin so. */
    public List<ImageName> candidates() {
        return candidates;
    }
}
