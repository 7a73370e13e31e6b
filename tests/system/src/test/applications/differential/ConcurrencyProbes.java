package differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicStampedReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/** Executors, futures, locks and queues. */
final class ConcurrencyProbes {
    private static final class Fibonacci extends RecursiveTask<Integer> {
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

    private static final class Counted {
        volatile int count;
    }

    private ConcurrencyProbes() {}

    static void run(Probes p) {
        executors(p);
        futures(p);
        locks(p);
        queues(p);
    }

    private static void executors(Probes p) {
        Map<String, Callable<ExecutorService>> kinds = Map.of(
                "fixed", () -> Executors.newFixedThreadPool(3),
                "cached", Executors::newCachedThreadPool,
                "virtual", Executors::newVirtualThreadPerTaskExecutor,
                "work stealing", Executors::newWorkStealingPool,
                "scheduled", () -> Executors.newScheduledThreadPool(2));
        kinds.keySet().stream().sorted().forEach(name -> {
            p.of(name + " sum", () -> {
                try (ExecutorService executor = kinds.get(name).call()) {
                    List<Callable<Integer>> tasks = new ArrayList<>();
                    for (int index = 0; index < 50; index++) {
                        int value = index;
                        tasks.add(() -> value);
                    }
                    int sum = 0;
                    for (Future<Integer> future : executor.invokeAll(tasks)) {
                        sum += future.get();
                    }
                    return sum;
                }
            });
            p.of(name + " failure", () -> {
                try (ExecutorService executor = kinds.get(name).call()) {
                    return executor.submit(() -> Integer.parseInt("x")).get();
                } catch (java.util.concurrent.ExecutionException e) {
                    return e.getCause().getClass();
                }
            });
            p.of(name + " any", () -> {
                try (ExecutorService executor = kinds.get(name).call()) {
                    return executor.invokeAny(List.of(() -> 1 / (p.count() * 0), () -> 2));
                }
            });
            p.of(name + " shut down", () -> {
                ExecutorService executor = kinds.get(name).call();
                executor.shutdown();
                try {
                    return executor.submit(() -> 1);
                } catch (java.util.concurrent.RejectedExecutionException e) {
                    return e.getClass() + " " + executor.isShutdown();
                }
            });
            p.of(name + " state", () -> {
                try (ExecutorService executor = kinds.get(name).call()) {
                    Future<Integer> future = executor.submit(() -> 7);
                    future.get();
                    return future.state() + " " + future.resultNow() + " " + future.cancel(true);
                }
            });
        });
        p.of("scheduled rate", () -> {
            try (ScheduledExecutorService executor = Executors.newScheduledThreadPool(1)) {
                CountDownLatch ticks = new CountDownLatch(3);
                Future<?> future = executor.scheduleAtFixedRate(ticks::countDown, 0, 1, TimeUnit.MILLISECONDS);
                ticks.await();
                return future.cancel(false) + " " + future.isCancelled();
            }
        });
        p.of("rejected", () -> {
            ThreadPoolExecutor executor = new ThreadPoolExecutor(0, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1), new ThreadPoolExecutor.DiscardPolicy());
            executor.shutdown();
            executor.execute(() -> {});
            return executor.toString().replaceAll("@[0-9a-f]+", "");
        });
        p.of("fork join", () -> ForkJoinPool.commonPool().invoke(new Fibonacci(18)));
        p.of("fork join own", () -> {
            try (ForkJoinPool pool = new ForkJoinPool(3)) {
                return pool.invoke(new Fibonacci(15)) + " " + pool.getParallelism();
            }
        });
        p.of("no threads", () -> Executors.newFixedThreadPool(0));
    }

    private static void futures(Probes p) {
        p.of("completed", () -> CompletableFuture.supplyAsync(() -> 20).thenApplyAsync(value -> value + 1).thenCombine(CompletableFuture.completedFuture(2), (a, b) -> a * b).get());
        p.of("failed join", () -> CompletableFuture.supplyAsync(() -> Integer.parseInt("y")).join());
        p.of("failed get", () -> CompletableFuture.failedFuture(new IllegalStateException("z")).get());
        p.of("recovered", () -> CompletableFuture.supplyAsync(() -> 1 / (p.count() * 0)).exceptionally(e -> e.getClass().getSimpleName().length()).get());
        p.of("handled", () -> CompletableFuture.failedFuture(new IllegalStateException("h")).handle((value, e) -> value + " " + e).get());
        p.of("timeout", () -> new CompletableFuture<>().orTimeout(1, TimeUnit.MILLISECONDS).get());
        p.of("on timeout", () -> new CompletableFuture<Integer>().completeOnTimeout(3, 1, TimeUnit.MILLISECONDS).get());
        p.of("cancelled", () -> {
            CompletableFuture<Integer> future = new CompletableFuture<>();
            future.cancel(true);
            return future.get();
        });
        p.of("all", () -> CompletableFuture.allOf(CompletableFuture.completedFuture(1), CompletableFuture.failedFuture(new IllegalStateException("one"))).get());
        p.of("any", () -> CompletableFuture.anyOf(new CompletableFuture<>(), CompletableFuture.completedFuture(9)).get());
        p.of("text", () -> CompletableFuture.completedFuture(1).toString().replaceAll("@[0-9a-f]+", ""));
        p.of("result not there", () -> new CompletableFuture<>().resultNow());
        p.of("get timeout", () -> new FutureTask<>(() -> 1).get(1, TimeUnit.MILLISECONDS));
        p.of("publisher", () -> {
            List<Integer> seen = new ArrayList<>();
            CompletableFuture<Void> done;
            try (SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>()) {
                done = publisher.consume(seen::add);
                List.of(1, 2, 3).forEach(publisher::submit);
            }
            done.get();
            return seen;
        });
    }

    private static void locks(Probes p) {
        p.does("unlock", () -> new ReentrantLock().unlock());
        p.does("read unlock", () -> new ReentrantReadWriteLock().readLock().unlock());
        p.does("stamped", () -> new StampedLock().unlockWrite(5));
        p.of("lock text", () -> new ReentrantLock(true).toString().replaceAll("@[0-9a-f]+", ""));
        p.does("condition without lock", () -> new ReentrantLock().newCondition().signal());
        p.of("condition", () -> {
            ReentrantLock lock = new ReentrantLock();
            Condition condition = lock.newCondition();
            lock.lock();
            try {
                return condition.await(1, TimeUnit.MILLISECONDS) + " " + lock.getHoldCount() + lock.isHeldByCurrentThread();
            } finally {
                lock.unlock();
            }
        });
        p.of("optimistic", () -> {
            StampedLock lock = new StampedLock();
            long stamp = lock.tryOptimisticRead();
            lock.unlockWrite(lock.writeLock());
            return lock.validate(stamp);
        });
        p.of("semaphore", () -> {
            Semaphore semaphore = new Semaphore(2, true);
            semaphore.acquire(2);
            return semaphore.tryAcquire() + " " + semaphore.tryAcquire(1, TimeUnit.MILLISECONDS) + semaphore.drainPermits();
        });
        p.of("barrier", () -> {
            CyclicBarrier barrier = new CyclicBarrier(2);
            Thread other = Thread.startVirtualThread(() -> {
                try {
                    barrier.await();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            barrier.await();
            other.join();
            return barrier.isBroken();
        });
        p.of("barrier timeout", () -> new CyclicBarrier(2).await(1, TimeUnit.MILLISECONDS));
        p.of("phaser", () -> {
            Phaser phaser = new Phaser(1);
            return phaser.arrive() + " " + phaser.getPhase() + " " + phaser.arriveAndDeregister() + phaser.isTerminated();
        });
        p.of("exchanger", () -> {
            Exchanger<String> exchanger = new Exchanger<>();
            Thread other = Thread.startVirtualThread(() -> {
                try {
                    exchanger.exchange("from other");
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            String got = exchanger.exchange("from here");
            other.join();
            return got;
        });
        p.of("updater", () -> {
            Counted counted = new Counted();
            AtomicIntegerFieldUpdater<Counted> updater = AtomicIntegerFieldUpdater.newUpdater(Counted.class, "count");
            updater.addAndGet(counted, 5);
            return counted.count;
        });
        p.of("updater wrong", () -> AtomicIntegerFieldUpdater.newUpdater(Counted.class, "none"));
        p.of("stamped reference", () -> new AtomicStampedReference<>("a", 1).compareAndSet("a", "b", 2, 3));
        p.of("adder", () -> {
            LongAdder adder = new LongAdder();
            java.util.stream.IntStream.range(0, 1000).parallel().forEach(value -> adder.add(value));
            return adder.sumThenReset() + " " + adder;
        });
        p.of("array", () -> new AtomicIntegerArray(2).incrementAndGet(2));
    }

    private static void queues(Probes p) {
        p.of("full", () -> {
            ArrayBlockingQueue<Integer> queue = new ArrayBlockingQueue<>(1);
            return queue.offer(1) + " " + queue.offer(2, 1, TimeUnit.MILLISECONDS) + " " + queue.add(3);
        });
        p.of("deque", () -> new LinkedBlockingDeque<>(List.of(1, 2)).pollLast());
        p.of("transfer", () -> new LinkedTransferQueue<>().tryTransfer(1));
        p.of("delayed", () -> new DelayQueue<>().poll(1, TimeUnit.MILLISECONDS));
        p.of("drained", () -> {
            List<Integer> drained = new ArrayList<>();
            new ArrayBlockingQueue<>(3, false, List.of(1, 2, 3)).drainTo(drained, 2);
            return drained;
        });
        p.of("units", () -> TimeUnit.DAYS.toNanos(Long.MAX_VALUE) + " " + TimeUnit.of(java.time.temporal.ChronoUnit.HOURS));
    }
}
