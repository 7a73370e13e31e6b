package dev.ristretto.benchmarks.allocation;

import java.util.Arrays;
import java.util.Locale;

/**
 * What {@code new long[8]} costs, in nanoseconds, against clearing an array of that length, which is the least that an
 * allocation must do: the medians of eleven rounds.
 *
 * <p>Inline allocation, its share of the collector's work included, is a small multiple of the clearing. Compiled to a
 * call of the allocator's slow path it is some fifty times as much.
 */
public final class Allocation {
    private static final int ROUNDS = 11;
    private static final int PER_ROUND = 2_000_000;
    private static final int LENGTH = 8;

    private static long[] sink = new long[LENGTH];

    private Allocation() {}

    /** Prints a line for each of the two, and the ratio. */
    public static void main(String[] arguments) {
        double[] allocate = new double[ROUNDS];
        double[] clear = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            allocate[round] = allocate();
            clear[round] = clear();
        }
        double allocation = median(allocate);
        double clearing = median(clear);
        print("new long[8]", allocation, "ns");
        print("clear long[8]", clearing, "ns");
        print("ratio", allocation / clearing, "");
    }

    private static double allocate() {
        long start = System.nanoTime();
        for (int i = 0; i < PER_ROUND; i++) {
            sink = new long[LENGTH];
        }
        return (System.nanoTime() - start) / (double) PER_ROUND;
    }

    private static double clear() {
        long start = System.nanoTime();
        for (int i = 0; i < PER_ROUND; i++) {
            long[] array = sink;
            Arrays.fill(array, 0);
            // Stored like a new one, so that the two loops differ in the allocation alone.
            sink = array;
        }
        return (System.nanoTime() - start) / (double) PER_ROUND;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static void print(String what, double value, String unit) {
        System.out.println(String.format(Locale.ROOT, "%-14s %8.1f %s", what, value, unit).stripTrailing());
    }
}
