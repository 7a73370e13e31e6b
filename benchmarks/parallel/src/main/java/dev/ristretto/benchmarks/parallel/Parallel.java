package dev.ristretto.benchmarks.parallel;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * What several threads get done in a second, at work of their own and at things that they share. Prints a line
 * {@code NAME VALUE} for each, in millions of steps a second, the best of three rounds after one to warm up; more is
 * better. The argument is the number of threads, by default that of processors; names behind it choose.
 */
public final class Parallel {
    private static final long ROUND = 1_000_000_000;
    private static final int ROUNDS = 4;
    private static final int BATCH = 1000;

    private final int threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final ConcurrentHashMap<Integer, Integer> map = new ConcurrentHashMap<>();
    private final SynchronousQueue<Integer> queue = new SynchronousQueue<>();
    private long guarded;

    private Parallel(int threads) {
        this.threads = threads;
    }

    /** Does a batch of steps; a thread's own state is what it is given. */
    private interface Work {
        void batch(Own own) throws InterruptedException;
    }

    /** What one thread has for itself. */
    private static final class Own {
        private final int number;
        private final Object monitor = new Object();
        private final byte[][] kept = new byte[64][];
        private long value = 1;

        private Own(int number) {
            this.number = number;
        }
    }

    private record Kind(String name, Work work) {}

    /** Runs all of them, or those that are named. */
    public static void main(String[] arguments) throws Exception {
        int threads =
                arguments.length == 0 ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(arguments[0]);
        List<String> wanted = Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length);
        Parallel parallel = new Parallel(threads);
        for (Kind kind : parallel.kinds()) {
            if (wanted.isEmpty() || wanted.contains(kind.name())) {
                parallel.report(kind);
            }
        }
        if (wanted.isEmpty() || wanted.contains("streams")) {
            streams();
        }
    }

    private List<Kind> kinds() {
        return List.of(
                new Kind("compute", own -> {
                    for (int i = 0; i < BATCH; i++) {
                        own.value = own.value * 6364136223846793005L + 1442695040888963407L;
                    }
                }),
                new Kind("allocation", own -> {
                    for (int i = 0; i < BATCH; i++) {
                        own.kept[i & 63] = new byte[64];
                    }
                }),
                new Kind("own-monitor", own -> {
                    for (int i = 0; i < BATCH; i++) {
                        synchronized (own.monitor) {
                            own.value++;
                        }
                    }
                }),
                new Kind("shared-monitor", own -> {
                    for (int i = 0; i < BATCH; i++) {
                        synchronized (this) {
                            guarded++;
                        }
                    }
                }),
                new Kind("shared-lock", own -> {
                    for (int i = 0; i < BATCH; i++) {
                        lock.lock();
                        try {
                            guarded++;
                        } finally {
                            lock.unlock();
                        }
                    }
                }),
                new Kind("shared-map", own -> {
                    for (int i = 0; i < BATCH; i++) {
                        map.merge((int) own.value++ & 1023, 1, Integer::sum);
                    }
                }),
                new Kind("hand-over", own -> {
                    // Pairs, so that nobody waits for a partner who is gone: even numbers give, odd ones take.
                    for (int i = 0; i < BATCH / 10 && own.number < (threads & ~1); i++) {
                        if ((own.number & 1) == 0) {
                            queue.put(i);
                        } else {
                            queue.take();
                        }
                    }
                }));
    }

    private void report(Kind kind) throws Exception {
        if (kind.name().equals("hand-over") && threads < 2) {
            return;
        }
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            double rate = round(kind.work());
            best = round == 0 ? 0 : Math.max(best, rate);
        }
        print(kind.name(), best);
    }

    private double round(Work work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads + 1);
        LongAdder steps = new LongAdder();
        long[] end = new long[1];
        List<Thread> all = IntStream.range(0, threads)
                .mapToObj(number -> Thread.ofPlatform().unstarted(() -> {
                    Own own = new Own(number);
                    try {
                        start.await();
                        for (long batches = 0; System.nanoTime() - end[0] < 0; batches++) {
                            work.batch(own);
                            steps.add(BATCH);
                        }
                    } catch (Exception e) {
                        // Its partner has come to the end first.
                        Thread.currentThread().interrupt();
                    }
                }))
                .toList();
        all.forEach(Thread::start);
        long begun = System.nanoTime();
        end[0] = begun + ROUND;
        start.await();
        // Who hands over may be without a partner at the end.
        for (Thread thread : all) {
            thread.join(2 * ROUND / 1_000_000);
            thread.interrupt();
            thread.join();
        }
        return steps.sum() * 1e3 / ROUND;
    }

    /** The common pool has a thread for each processor, whatever the argument says. */
    private static void streams() {
        int[] numbers = IntStream.range(0, 2_000_000).toArray();
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long begun = System.nanoTime();
            long done = 0;
            while (System.nanoTime() - begun < ROUND) {
                long sum = Arrays.stream(numbers)
                        .parallel()
                        .mapToLong(number -> Long.bitCount(number * 0x9e3779b97f4a7c15L))
                        .sum();
                done += sum == 0 ? 0 : numbers.length;
            }
            best = round == 0 ? 0 : Math.max(best, done * 1e3 / (System.nanoTime() - begun));
        }
        print("streams", best);
    }

    private static void print(String name, double value) {
        System.out.printf(Locale.ROOT, "%s %.3f%n", name, value);
    }
}
