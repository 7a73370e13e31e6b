package dev.ristretto.build.linker;

import dev.ristretto.build.BuildException;

/** An object cannot be read, or objects cannot be put together; the message names object, section and symbol. */
public final class LinkException extends BuildException {
    private static final long serialVersionUID = 1L;

    LinkException(String message) {
        super(message);
    }
}
