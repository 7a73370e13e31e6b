package dev.ristretto.image.store;

import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.model.ImageName;

/** What comes from elsewhere would take the name of another image, and nobody has asked for that. */
public final class NameTakenException extends ImageException {
    private static final long serialVersionUID = 1L;

    private final transient ImageName name;
    private final String holder;

    NameTakenException(ImageName name, String holder) {
        super(name + " is the name of another image, " + holder);
        this.name = name;
        this.holder = holder;
    }

    /** The name that was asked for. */
    public ImageName name() {
        return name;
    }

    /** The digest of the image that has it. */
    public String holder() {
        return holder;
    }
}
