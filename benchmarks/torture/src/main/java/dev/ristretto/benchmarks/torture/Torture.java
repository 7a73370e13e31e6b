package dev.ristretto.benchmarks.torture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Fills the heap until there is an {@link OutOfMemoryError}, frees some of it, and so on: with small objects, arrays of
 * all sizes, text and maps, on several threads, whose data are compared all the time. Arguments: seconds (default 60),
 * threads (default 3), seed (default 1).
 */
public final class Torture {
    private static final int LARGEST = 1 << 20;

    private static final AtomicLong FULL = new AtomicLong();
    private static final AtomicLong BLOCKS = new AtomicLong();

    private Torture() {}

    /** Prints how often the heap was full; ends with status 1 if any data were not as they had been written. */
    public static void main(String[] arguments) throws InterruptedException {
        long seconds = number(arguments, 0, 60);
        int threads = (int) number(arguments, 1, 3);
        long seed = number(arguments, 2, 1);
        System.out.println("torture: " + seconds + " s, " + threads + " threads, seed " + seed + ", heap "
                + (Runtime.getRuntime().maxMemory() >> 10) + " KiB");
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            long own = seed + i;
            running.add(Thread.ofPlatform().start(() -> fill(new Random(own), end)));
        }
        for (Thread thread : running) {
            thread.join();
        }
        System.out.println("torture: full " + FULL + " times, " + BLOCKS + " blocks checked");
    }

    private static long number(String[] arguments, int index, long otherwise) {
        return index < arguments.length ? Long.parseLong(arguments[index]) : otherwise;
    }

    private static void fill(Random random, long end) {
        List<Object> kept = new ArrayList<>(1 << 16);
        boolean full = false;
        while (System.nanoTime() - end < 0) {
            try {
                if (full) {
                    release(kept, random);
                    full = false;
                }
                kept.add(make(random));
                if (random.nextInt(64) == 0) {
                    check(kept.get(random.nextInt(kept.size())));
                }
            } catch (OutOfMemoryError e) {
                if (full) {
                    kept.clear(); // not even room for freeing a part
                }
                full = true;
                FULL.incrementAndGet();
            }
        }
        kept.subList(kept.size() / 2, kept.size()).clear(); // room for checking the rest
        kept.forEach(Torture::check);
    }

    /** Frees a part, now and then all, from the end, the middle or here and there. */
    private static void release(List<Object> kept, Random random) {
        int from = random.nextInt(4) == 0 ? 0 : random.nextInt(kept.size() + 1);
        if (random.nextBoolean()) {
            kept.subList(from, kept.size()).clear();
        } else {
            int step = 2 + random.nextInt(3);
            for (int i = 0; i < kept.size(); i++) {
                if (i % step != 0) {
                    kept.set(i, "");
                }
            }
        }
    }

    private static Object make(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> pattern(random.nextInt(64));
            case 1 -> pattern(random.nextInt(4096));
            case 2 -> random.nextInt(32) == 0 ? pattern(random.nextInt(LARGEST)) : pattern(16);
            case 3 -> map(random.nextInt(50));
            case 4 -> new Object[] {pattern(8), "block " + random.nextInt(), pattern(100)};
            default -> "x".repeat(random.nextInt(500));
        };
    }

    private static int[] pattern(int length) {
        int[] pattern = new int[length];
        Arrays.setAll(pattern, i -> i * 31 + length);
        return pattern;
    }

    private static Map<Integer, String> map(int size) {
        Map<Integer, String> map = new HashMap<>();
        for (int i = 0; i < size; i++) {
            map.put(i, "value " + i);
        }
        return map;
    }

    private static void check(Object block) {
        BLOCKS.incrementAndGet();
        boolean good =
                switch (block) {
                    case int[] numbers -> isPattern(numbers);
                    case Object[] parts -> isPattern((int[]) parts[0]) && isPattern((int[]) parts[2]);
                    case Map<?, ?> map -> map.entrySet().stream().allMatch(e -> e.getValue().equals("value " + e.getKey()));
                    case String text -> text.chars().allMatch(c -> c == 'x');
                    default -> false;
                };
        if (!good) {
            System.out.println("torture: data are not as they were written");
            System.exit(1);
        }
    }

    private static boolean isPattern(int[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] != i * 31 + numbers.length) {
                return false;
            }
        }
        return true;
    }
}
