package dev.ristretto.kernel.network.time;

/** A monotonic clock; its zero is arbitrary. Virtual in tests, the machine's in the kernel. */
@FunctionalInterface
public interface NanoClock {
    /** Nanoseconds since an arbitrary, fixed moment. Never goes back. */
    long nanoTime();
}
