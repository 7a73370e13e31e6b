package dev.ristretto.kernel.personality.linux.file.pseudo;

import dev.ristretto.kernel.filesystem.Device;
import java.nio.ByteBuffer;
import java.util.Map;

/** The devices that every program may count on (null(4), full(4), random(4)). */
final class StandardDevices {
    /** Device numbers: major 1 and these minors. */
    private static final int NULL = 0x103;

    private static final int ZERO = 0x105;
    private static final int FULL = 0x107;
    private static final int RANDOM = 0x108;
    private static final int RANDOM_WITHOUT_WAITING = 0x109;

    private StandardDevices() {}

    /** All of them by their names in /dev. */
    static Map<String, Device> byName(SystemFacts facts) {
        return Map.of(
                "null", new Zeros(NULL, false, false),
                "zero", new Zeros(ZERO, true, false),
                "full", new Zeros(FULL, true, true),
                "random", new Randomness(RANDOM, facts),
                "urandom", new Randomness(RANDOM_WITHOUT_WAITING, facts));
    }

    /** What is read is nothing, or zeros; what is written is gone, or has no room. */
    private record Zeros(int number, boolean endless, boolean full) implements Device {
        @Override
        public int read(ByteBuffer target) {
            if (!endless) {
                return -1;
            }
            int count = target.remaining();
            target.put(new byte[count]);
            return count;
        }

        @Override
        public void write(ByteBuffer source) {
            if (!full) {
                source.position(source.limit());
            }
        }
    }

    /** What is written changes nothing: the instance's own source is better. */
    private record Randomness(int number, SystemFacts facts) implements Device {
        @Override
        public int read(ByteBuffer target) {
            byte[] bytes = new byte[target.remaining()];
            facts.fillRandom(bytes);
            target.put(bytes);
            return bytes.length;
        }

        @Override
        public void write(ByteBuffer source) {
            source.position(source.limit());
        }
    }
}
