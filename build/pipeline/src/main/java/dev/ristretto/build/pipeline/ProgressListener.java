package dev.ristretto.build.pipeline;

/** Hears of a build's progress, on threads of the build; must return quickly. */
@FunctionalInterface
public interface ProgressListener {
    /** A phase has begun. */
    void progress(BuildProgress progress);

    /** Something that will not work, or not as well, was found before compiling; one line. */
    default void warning(String line) {}

    /** A listener that does nothing. */
    static ProgressListener none() {
        return progress -> {};
    }
}
