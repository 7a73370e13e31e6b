package dev.ristretto.image.compiler;

import dev.ristretto.image.ImageException;
import java.nio.file.Path;

/** The ahead-of-time compiler refused the program; the message holds its reason and names the full log. */
public final class CompileException extends ImageException {
    private static final long serialVersionUID = 1L;

    private final transient Path log;

    CompileException(String reason, Path log) {
        super(reason + System.lineSeparator() + "The full log is in " + log);
        this.log = log;
    }

    /** The compiler's complete output. */
    public Path log() {
        return log;
    }
}
