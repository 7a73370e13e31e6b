package dev.ristretto.kernel.system;

import dev.ristretto.kernel.device.HostEntropy;
import java.util.random.RandomGenerator;

/** The kernel's random generator in the form that libraries take it. Thread-safe; its numbers are unpredictable. */
final class EntropyRandom implements RandomGenerator {
    @Override
    public long nextLong() {
        byte[] bytes = new byte[Long.BYTES];
        HostEntropy.fill(bytes);
        long value = 0;
        for (byte b : bytes) {
            value = value << 8 | b & 0xff;
        }
        return value;
    }
}
