package dev.ristretto.kernel.device;

import dev.ristretto.kernel.machine.io.RandomSource;

/** The one generator of random bytes of an instance, seeded by processor and host. Thread-safe. */
public final class Entropy {
    private static final EntropyPool POOL = new EntropyPool(RandomSource::seed, RandomSource::next);

    private Entropy() {}

    /** Fills {@code target} with random bytes. */
    public static void fill(byte[] target) {
        POOL.fill(target);
    }

    /** Adds to the state; the more unpredictable the better, but even known bytes do no harm. */
    public static void mix(byte[] seed) {
        POOL.mix(seed);
    }
}
