package dev.ristretto.tests.runtime;

/** Initialized while the image is built, as classes of Netty are that measure time from then on. */
final class BuildMoment {
    static final long NANOS = System.nanoTime();

    private BuildMoment() {}
}
