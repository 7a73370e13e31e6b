package dev.ristretto.kernel.filesystem;

/** The wall clock that stamps files. */
@FunctionalInterface
public interface Clock {
    /** Nanoseconds since 1970-01-01T00:00:00Z. */
    long nanoseconds();
}
