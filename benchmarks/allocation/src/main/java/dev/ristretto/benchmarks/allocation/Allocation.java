package dev.ristretto.benchmarks.allocation;

/**
 * What {@code new long[8]} costs, in nanoseconds, against an empty loop over the same field: the medians of eleven rounds.
 * With inline allocation it is a handful of instructions and its share of the collector's work.
 */
public final class Allocation {
    private static final int ROUNDS = 11;
    private static final int PER_ROUND = 1_000_000;

    private static Object sink = "";

    private Allocation() {}

    /** Prints {@code allocate NANOS}, {@code store NANOS} and {@code ratio}. */
    public static void main(String[] arguments) {
        double[] allocate = new double[ROUNDS];
        double[] store = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            allocate[round] = allocate();
            store[round] = store();
        }
        double allocation = median(allocate);
        double storing = median(store);
        System.out.println("allocate " + tenths(allocation));
        System.out.println("store " + tenths(storing));
        System.out.println("ratio " + tenths(allocation / storing));
    }

    private static double allocate() {
        long start = System.nanoTime();
        for (int i = 0; i < PER_ROUND; i++) {
            sink = new long[8];
        }
        return (System.nanoTime() - start) / (double) PER_ROUND;
    }

    private static double store() {
        Object same = sink;
        long start = System.nanoTime();
        for (int i = 0; i < PER_ROUND; i++) {
            sink = same;
            Thread.onSpinWait();
        }
        return (System.nanoTime() - start) / (double) PER_ROUND;
    }

    private static double median(double[] values) {
        java.util.Arrays.sort(values);
        return values[values.length / 2];
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
