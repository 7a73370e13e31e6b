package dev.ristretto.kernel.machine.io;

import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.platform.Platform;

/** What the machine knows that others hardly guess. Any of it may be known all the same: to be mixed, never used. */
public final class RandomSource {
    private RandomSource() {}

    /** A word of what the host gave at boot, {@code index} 0 to 3; 0 where it gives none. */
    public static long seed(int index) {
        return Platform.seed(index);
    }

    /** A word of the processor's generator, where it has one, and its counter. */
    public static long next() {
        return Cpu.random() ^ Cpu.ticks();
    }
}
