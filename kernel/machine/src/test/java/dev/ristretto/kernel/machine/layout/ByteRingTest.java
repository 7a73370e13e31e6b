package dev.ristretto.kernel.machine.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import org.graalvm.word.Pointer;
import org.graalvm.word.WordFactory;
import org.junit.jupiter.api.Test;

class ByteRingTest {
    private static final int CAPACITY = 16;

    private final Pointer ring = WordFactory.pointer(
            Arena.global().allocate(ByteRing.size(CAPACITY), 8).address());

    @Test
    void bytesComeOutInTheOrderInWhichTheyWentIn() {
        Random random = new Random(20261128);
        Queue<Integer> expected = new ArrayDeque<>();
        for (int step = 0; step < 1000; step++) {
            if (random.nextBoolean() && expected.size() < CAPACITY) {
                int value = random.nextInt(256);
                ByteRing.put(ring, CAPACITY, value);
                expected.add(value);
            } else if (!expected.isEmpty()) {
                assertThat(ByteRing.take(ring, CAPACITY)).isEqualTo(expected.remove());
            }
            assertThat(ByteRing.length(ring)).isEqualTo(expected.size());
        }
    }
}
