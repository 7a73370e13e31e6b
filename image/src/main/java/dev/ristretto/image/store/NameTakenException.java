package dev.ristretto.image.store;

import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.model.ImageName;

/** Another image has the name that an image was to be adopted by. */
public final class NameTakenException extends ImageException {

    private static final long serialVersionUID = 1L;

    NameTakenException(ImageName name, String digest) {
        super(name + " is the name of another image, " + digest);
    }
}
