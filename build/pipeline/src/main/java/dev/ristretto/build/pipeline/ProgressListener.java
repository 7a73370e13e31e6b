package dev.ristretto.build.pipeline;

/** Hears of a build's progress, on threads of the build; must return quickly. */
@FunctionalInterface
public interface ProgressListener {
    /** A phase has begun. */
    void progress(BuildProgress progress);

    /** A listener that does nothing. */
    static ProgressListener none() {
        return progress -> {};
    }
}
