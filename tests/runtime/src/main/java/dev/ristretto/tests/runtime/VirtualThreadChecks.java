package dev.ristretto.tests.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** Virtual threads, by the ten thousand. */
final class VirtualThreadChecks {
    private VirtualThreadChecks() {}

    static void plan(Plan plan) {
        plan.holds("is virtual", () -> {
            boolean[] virtual = {false};
            Thread.ofVirtual().start(() -> virtual[0] = Thread.currentThread().isVirtual()).join();
            return virtual[0];
        });
        plan.check("10,000 that sleep", 10_000, () -> {
            AtomicInteger ran = new AtomicInteger();
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 10_000; i++) {
                    executor.submit(() -> {
                        Thread.sleep(20);
                        return ran.incrementAndGet();
                    });
                }
            }
            return ran.get();
        });
        plan.check("10,000 at one lock", 10_000, () -> {
            ReentrantLock lock = new ReentrantLock();
            int[] counter = {0};
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                threads.add(Thread.startVirtualThread(() -> {
                    lock.lock();
                    try {
                        counter[0]++;
                    } finally {
                        lock.unlock();
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            return counter[0];
        });
        plan.check("synchronized", 2000, () -> {
            Object monitor = new Object();
            int[] counter = {0};
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 2000; i++) {
                    executor.submit(() -> {
                        synchronized (monitor) {
                            counter[0]++;
                        }
                    });
                }
            }
            return counter[0];
        });
        plan.check("handing over", 5000L * 4999 / 2, () -> {
            SynchronousQueue<Integer> queue = new SynchronousQueue<>();
            Thread producer = Thread.startVirtualThread(() -> {
                try {
                    for (int i = 0; i < 5000; i++) {
                        queue.put(i);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            long[] sum = {0};
            Thread consumer = Thread.startVirtualThread(() -> {
                try {
                    for (int i = 0; i < 5000; i++) {
                        sum[0] += queue.take();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            producer.join();
            consumer.join();
            return sum[0];
        });
        plan.holds("interrupt ends sleep", () -> {
            CountDownLatch interrupted = new CountDownLatch(1);
            Thread thread = Thread.startVirtualThread(() -> {
                try {
                    Thread.sleep(60_000);
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            });
            thread.interrupt();
            return interrupted.await(10, TimeUnit.SECONDS);
        });
        plan.check("exception comes through the future", "lost", () -> {
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<Integer> future = executor.submit(() -> {
                    throw new IllegalStateException("lost");
                });
                return future.get();
            } catch (java.util.concurrent.ExecutionException e) {
                return e.getCause().getMessage();
            }
        });
        plan.check("deep stack is kept across a sleep", 500, () -> {
            int[] result = {0};
            Thread.startVirtualThread(() -> result[0] = deep(500)).join();
            return result[0];
        });
    }

    private static int deep(int levels) {
        if (levels > 0) {
            return deep(levels - 1) + 1;
        }
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }
}
