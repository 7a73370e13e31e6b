package dev.ristretto.tests.runtime;

import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Platform threads, locks, conditions and timers.
 *
 * <p>No wait may end early. How late it may end is bounded generously, for an emulator on a busy machine.
 */
final class ThreadChecks {
    private static final long LATE_NANOSECONDS = 2_000_000_000;
    private static volatile boolean flag;
    private static int shared;

    private ThreadChecks() {}

    static void plan(Plan plan) {
        locks(plan);
        waits(plan);
        pools(plan);
    }

    private static void locks(Plan plan) {
        plan.check("synchronized counter", 80_000, () -> {
            Object lock = new Object();
            shared = 0;
            inParallel(4, () -> {
                for (int i = 0; i < 20_000; i++) {
                    synchronized (lock) {
                        shared++;
                    }
                }
            });
            return shared;
        });
        plan.check("reentrant lock counter", 40_000, () -> {
            ReentrantLock lock = new ReentrantLock();
            shared = 0;
            inParallel(4, () -> {
                for (int i = 0; i < 10_000; i++) {
                    lock.lock();
                    try {
                        shared++;
                    } finally {
                        lock.unlock();
                    }
                }
            });
            return shared;
        });
        plan.check("atomic counter", 40_000, () -> {
            AtomicInteger counter = new AtomicInteger();
            inParallel(4, () -> {
                for (int i = 0; i < 10_000; i++) {
                    counter.incrementAndGet();
                }
            });
            return counter.get();
        });
        plan.check("wait and notify 1,000 times", 1000, ThreadChecks::pingPong);
        plan.check("condition", "signalled", () -> {
            ReentrantLock lock = new ReentrantLock();
            Condition condition = lock.newCondition();
            boolean[] done = {false};
            Thread thread = new Thread(() -> {
                lock.lock();
                try {
                    done[0] = true;
                    condition.signalAll();
                } finally {
                    lock.unlock();
                }
            });
            lock.lock();
            try {
                thread.start();
                while (!done[0]) {
                    condition.await();
                }
            } finally {
                lock.unlock();
            }
            thread.join();
            return "signalled";
        });
        plan.check("read-write lock", 3, () -> {
            ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
            CyclicBarrier readers = new CyclicBarrier(3);
            AtomicInteger met = new AtomicInteger();
            inParallel(3, () -> {
                lock.readLock().lock();
                try {
                    readers.await();
                    met.incrementAndGet();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                } finally {
                    lock.readLock().unlock();
                }
            });
            return met.get();
        });
        plan.fails("notify without the monitor", IllegalMonitorStateException.class, () -> {
            new Object().notify();
            return 0;
        });
    }

    private static void waits(Plan plan) {
        plan.holds("sleep", () -> takes(50, () -> Thread.sleep(50)));
        plan.holds("timed wait", () -> takes(30, () -> {
            Object lock = new Object();
            synchronized (lock) {
                lock.wait(30);
            }
        }));
        plan.holds("timed condition", () -> takes(20, () -> {
            ReentrantLock lock = new ReentrantLock();
            lock.lock();
            try {
                boolean signalled = lock.newCondition().await(20, TimeUnit.MILLISECONDS);
                if (signalled) {
                    throw new IllegalStateException("nobody signals");
                }
            } finally {
                lock.unlock();
            }
        }));
        plan.holds("timed join", () -> takes(20, () -> {
            Thread sleeper = daemon(() -> LockSupport.parkNanos(60_000_000_000L));
            sleeper.join(20);
            LockSupport.unpark(sleeper);
        }));
        plan.holds("park ends on unpark", () -> {
            Thread parked = daemon(() -> LockSupport.parkNanos(60_000_000_000L));
            LockSupport.unpark(parked);
            parked.join(10_000);
            return !parked.isAlive();
        });
        plan.holds("interrupt ends sleep", () -> {
            boolean[] interrupted = {false};
            Thread thread = daemon(() -> {
                try {
                    Thread.sleep(60_000);
                } catch (InterruptedException e) {
                    interrupted[0] = true;
                }
            });
            thread.interrupt();
            thread.join(10_000);
            return interrupted[0];
        });
        plan.holds("a busy loop is preempted", () -> {
            flag = false;
            Thread setter = daemon(() -> {
                LockSupport.parkNanos(5_000_000);
                flag = true;
            });
            while (!flag) {
                Thread.onSpinWait();
            }
            setter.join();
            return true;
        });
        plan.holds("timer task runs in time", () -> {
            Timer timer = new Timer(true);
            CountDownLatch ran = new CountDownLatch(3);
            long start = System.nanoTime();
            timer.schedule(
                    new TimerTask() {
                        @Override
                        public void run() {
                            ran.countDown();
                        }
                    },
                    10,
                    10);
            boolean done = ran.await(10, TimeUnit.SECONDS);
            timer.cancel();
            return done && System.nanoTime() - start >= 29_000_000;
        });
        plan.holds("scheduled at a fixed rate", () -> {
            try (ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1)) {
                CountDownLatch ran = new CountDownLatch(5);
                scheduler.scheduleAtFixedRate(ran::countDown, 5, 5, TimeUnit.MILLISECONDS);
                boolean done = ran.await(10, TimeUnit.SECONDS);
                scheduler.shutdownNow();
                return done;
            }
        });
    }

    private static void pools(Plan plan) {
        plan.check("100 threads at a barrier", 100, () -> {
            CyclicBarrier barrier = new CyclicBarrier(100);
            AtomicInteger through = new AtomicInteger();
            inParallel(100, () -> {
                try {
                    barrier.await();
                    through.incrementAndGet();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            return through.get();
        });
        plan.check("1,000 short threads", 1000, () -> {
            AtomicInteger ran = new AtomicInteger();
            for (int i = 0; i < 1000; i++) {
                Thread thread = new Thread(ran::incrementAndGet);
                thread.start();
                thread.join();
            }
            return ran.get();
        });
        plan.check("concurrent map", 100_000, () -> {
            ConcurrentHashMap<Integer, Integer> map = new ConcurrentHashMap<>();
            try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
                for (int j = 0; j < 4; j++) {
                    pool.submit(() -> {
                        for (int i = 0; i < 25_000; i++) {
                            map.merge(i & 1023, 1, Integer::sum);
                        }
                    });
                }
            }
            return map.values().stream().mapToInt(Integer::intValue).sum();
        });
        plan.check("producer and consumer", 49_995_000L, () -> {
            BlockingQueue<Integer> queue = new ArrayBlockingQueue<>(16);
            Thread producer = daemon(() -> {
                try {
                    for (int i = 0; i < 10_000; i++) {
                        queue.put(i);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            long sum = 0;
            for (int i = 0; i < 10_000; i++) {
                sum += queue.take();
            }
            producer.join();
            return sum;
        });
        plan.check("semaphore bounds", true, () -> {
            Semaphore permits = new Semaphore(2);
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            inParallel(8, () -> {
                permits.acquireUninterruptibly();
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                Thread.yield();
                inside.decrementAndGet();
                permits.release();
            });
            return most.get() <= 2;
        });
        plan.check("completable future", 43, () -> CompletableFuture.supplyAsync(() -> 21)
                .thenApplyAsync(number -> number * 2)
                .thenCombine(CompletableFuture.supplyAsync(() -> 1), Integer::sum)
                .get());
        plan.check("fork and join", 6765, () -> ForkJoinPool.commonPool().invoke(new Fibonacci(20)));
        plan.check("thread local", "main other main", () -> {
            ThreadLocal<String> local = ThreadLocal.withInitial(() -> "main");
            String before = local.get();
            String[] other = {null};
            Thread thread = daemon(() -> {
                local.set("other");
                other[0] = local.get();
            });
            thread.join();
            return before + " " + other[0] + " " + local.get();
        });
        plan.check("name, daemon and state", "worker true TERMINATED", () -> {
            Thread thread = daemon(() -> {});
            thread.setName("worker");
            thread.join();
            return thread.getName() + " " + thread.isDaemon() + " " + thread.getState();
        });
    }

    private static int pingPong() throws InterruptedException {
        Object monitor = new Object();
        boolean[] ping = {true};
        Thread other = new Thread(() -> {
            for (int i = 0; i < 1000; i++) {
                synchronized (monitor) {
                    while (ping[0]) {
                        uninterrupted(monitor);
                    }
                    ping[0] = true;
                    monitor.notifyAll();
                }
            }
        });
        other.start();
        int turns = 0;
        for (int i = 0; i < 1000; i++) {
            synchronized (monitor) {
                while (!ping[0]) {
                    monitor.wait();
                }
                ping[0] = false;
                turns++;
                monitor.notifyAll();
            }
        }
        other.join();
        return turns;
    }

    @SuppressWarnings("WaitNotInLoop") // The caller loops and holds the monitor.
    private static void uninterrupted(Object monitor) {
        try {
            monitor.wait();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Thread daemon(Runnable body) {
        Thread thread = new Thread(body);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void inParallel(int count, Runnable body) throws InterruptedException {
        Thread[] threads = new Thread[count];
        for (int i = 0; i < count; i++) {
            threads[i] = new Thread(body);
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Whether {@code body} takes at least that many milliseconds, and not two seconds more. */
    private static boolean takes(long milliseconds, Waiting body) throws InterruptedException {
        long start = System.nanoTime();
        body.run();
        long late = System.nanoTime() - start - milliseconds * 1_000_000;
        return late >= 0 && late < LATE_NANOSECONDS;
    }

    @FunctionalInterface
    private interface Waiting {
        void run() throws InterruptedException;
    }

    private static final class Fibonacci extends RecursiveTask<Integer> {
        private static final long serialVersionUID = 1;
        private final int number;

        Fibonacci(int number) {
            this.number = number;
        }

        @Override
        protected Integer compute() {
            if (number < 2) {
                return number;
            }
            Fibonacci left = new Fibonacci(number - 1);
            left.fork();
            return new Fibonacci(number - 2).compute() + left.join();
        }
    }
}
