package dev.ristretto.build.compiler;

import dev.ristretto.build.BuildException;
import java.nio.file.Path;

/** The ahead-of-time compiler refused the program; the message holds its reason and names the full log. */
public final class CompileException extends BuildException {
    private static final long serialVersionUID = 1L;

    private final transient Path log;

    /** @param log the compiler's complete output */
    public CompileException(String reason, Path log) {
        super(reason + System.lineSeparator() + "The full log is in " + log);
        this.log = log;
    }

    /** The compiler's complete output. */
    public Path log() {
        return log;
    }
}
