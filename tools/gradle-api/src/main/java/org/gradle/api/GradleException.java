package org.gradle.api;

import org.jspecify.annotations.Nullable;

/** Fails a build. */
public class GradleException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public GradleException(String message) {
        super(message);
    }

    public GradleException(@Nullable String message, Throwable cause) {
        super(message, cause);
    }
}
