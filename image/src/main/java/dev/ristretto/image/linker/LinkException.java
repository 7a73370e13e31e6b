package dev.ristretto.image.linker;

import dev.ristretto.image.ImageException;

/** An object cannot be read, or objects cannot be put together; the message names object, section and symbol. */
public final class LinkException extends ImageException {
    private static final long serialVersionUID = 1L;

    LinkException(String message) {
        super(message);
    }
}
