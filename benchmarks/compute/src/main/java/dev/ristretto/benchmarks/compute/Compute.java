package dev.ristretto.benchmarks.compute;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * How fast one thread computes: the best of the rounds that fit into a second each, after as many to warm up. Prints a
 * line {@code NAME VALUE UNIT} for each; more is better.
 */
public final class Compute {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long WARM_UP = 2 * NANOS_PER_SECOND;
    private static final long MEASURED = 2 * NANOS_PER_SECOND;
    private static final int SEED = 20261123;

    private static Object sink = "";

    private Compute() {}

    /** Runs all of them, or those that are named. */
    public static void main(String[] arguments) throws Exception {
        byte[] block = new byte[1 << 20];
        new Random(SEED).nextBytes(block);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        report("sha-256", "MB/s", arguments, block.length / 1e6, () -> sink = digest.digest(block));
        int[] numbers = new Random(SEED).ints(1 << 20).toArray();
        report("sort", "M/s", arguments, numbers.length / 1e6, () -> {
            int[] copy = numbers.clone();
            Arrays.sort(copy);
            sink = copy;
        });
        report("allocation", "M/s", arguments, 1, () -> {
            for (int i = 0; i < 1_000_000; i++) {
                sink = new long[8];
            }
        });
        report("maps", "M/s", arguments, 0.1, () -> {
            Map<String, Integer> map = new HashMap<>();
            for (int i = 0; i < 100_000; i++) {
                map.merge("key" + i % 5000, 1, Integer::sum);
            }
            sink = map;
        });
    }

    private static void report(String name, String unit, String[] wanted, double amount, Runnable round) {
        if (wanted.length > 0 && !Arrays.asList(wanted).contains(name)) {
            return;
        }
        double unused = best(WARM_UP, amount, round);
        double value = best(MEASURED, amount, round);
        System.out.println(String.format(Locale.ROOT, "%s %.1f %s", name, value, unit));
    }

    private static double best(long nanos, double amount, Runnable round) {
        double best = 0;
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            long start = System.nanoTime();
            round.run();
            best = Math.max(best, amount * NANOS_PER_SECOND / (System.nanoTime() - start));
        }
        return best;
    }
}
