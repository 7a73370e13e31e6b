package dev.ristretto.kernel.personality.jdk.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against the JDK's own sort. */
class RadixSortTest {
    private static final int SEED = 20261123;

    record Shape(String name, IntUnaryOperator values) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Shape> shapes() {
        Random random = new Random(SEED);
        return Stream.of(
                new Shape("random", i -> random.nextInt()),
                new Shape("few values", i -> random.nextInt(3) - 1),
                new Shape("small", i -> random.nextInt(1000)),
                new Shape("ascending", i -> i - 500),
                new Shape("descending", i -> 500 - i),
                new Shape("equal", i -> -7),
                new Shape("last is out of order", i -> i == 999 ? Integer.MIN_VALUE : i),
                new Shape("extremes", i -> i % 2 == 0 ? Integer.MAX_VALUE : Integer.MIN_VALUE),
                // One pass alone, so that the result lies in the other array.
                new Shape("third byte differs", i -> random.nextInt(256) << 16));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void intsAreSortedAndTheRestIsLeftAlone(Shape shape) {
        for (int length : new int[] {1, 2, 255, 1000}) {
            int[] array = IntStream.range(0, length + 7).map(shape.values).toArray();
            int[] expected = array.clone();
            Arrays.sort(expected, 3, 3 + length);
            assertThat(RadixSort.sort(array, 3, 3 + length)).isTrue();
            assertThat(array).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void longsAreSortedAndTheRestIsLeftAlone(Shape shape) {
        for (int shift : new int[] {0, 13, 32}) {
            long[] array = IntStream.range(0, 1007)
                    .mapToLong(i -> (long) shape.values.applyAsInt(i) << shift)
                    .toArray();
            long[] expected = array.clone();
            Arrays.sort(expected, 3, 1003);
            assertThat(RadixSort.sort(array, 3, 1003)).isTrue();
            assertThat(array).isEqualTo(expected);
        }
    }
}
