package dev.ristretto.tests.runtime;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.channels.Pipe;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Beans that tell of threads and descriptors. */
final class ManagementChecks {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ManagementChecks() {}

    static void plan(Plan plan) {
        plan.check("thread that waits", "waiter WAITING true true", () -> {
            CountDownLatch latch = new CountDownLatch(1);
            Thread thread = start("waiter", latch::await);
            until(thread, Thread.State.WAITING);
            ThreadInfo info = THREADS.getThreadInfo(thread.threadId(), Integer.MAX_VALUE);
            boolean listed = LongStream.of(THREADS.getAllThreadIds()).anyMatch(id -> id == thread.threadId());
            boolean hasFrames = Arrays.stream(info.getStackTrace())
                    .anyMatch(frame -> frame.getMethodName().equals("await"));
            latch.countDown();
            thread.join();
            return info.getThreadName() + " " + info.getThreadState() + " " + listed + " " + hasFrames;
        });
        plan.check("threads that there are not", "null [null]", () -> {
            Thread thread = start("short", () -> {});
            thread.join();
            long id = thread.threadId();
            return THREADS.getThreadInfo(id) + " " + Arrays.toString(THREADS.getThreadInfo(new long[] {id}));
        });
        plan.fails("number of no thread", IllegalArgumentException.class, () -> THREADS.getThreadInfo(0));
        plan.fails("negative depth", IllegalArgumentException.class, () -> THREADS.getThreadInfo(1, -1));
        plan.check(
                "frames that were not asked for",
                0,
                () -> THREADS.getThreadInfo(Thread.currentThread().threadId()).getStackTrace().length);
        plan.holds(
                "dump has the current thread",
                () -> Arrays.stream(THREADS.dumpAllThreads(false, false))
                        .filter(info ->
                                info.getThreadId() == Thread.currentThread().threadId())
                        .anyMatch(info -> info.getStackTrace().length > 0));
        plan.check("owner of a lock", "true java.util.concurrent.locks.ReentrantLock$NonfairSync", () -> {
            ReentrantLock lock = new ReentrantLock();
            lock.lock();
            Thread thread = start("wants", () -> {
                lock.lock();
                lock.unlock();
            });
            until(thread, Thread.State.WAITING);
            ThreadInfo info = THREADS.getThreadInfo(thread.threadId());
            lock.unlock();
            thread.join();
            boolean owned = info.getLockOwnerId() == Thread.currentThread().threadId();
            return owned + " " + info.getLockInfo().getClassName();
        });
        plan.holds("no deadlock", () -> THREADS.findMonitorDeadlockedThreads() == null);
        plan.check("deadlock of locks", "[left, right]", ManagementChecks::deadlock);
        plan.holds("descriptors", () -> {
            var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long before = system.getOpenFileDescriptorCount();
            Pipe pipe = Pipe.open();
            long between = system.getOpenFileDescriptorCount();
            pipe.source().close();
            pipe.sink().close();
            return between >= before + 2 && between <= system.getMaxFileDescriptorCount();
        });
    }

    /** Two threads that want each other's lock, and give up when they are interrupted. */
    private static Object deadlock() throws InterruptedException {
        ReentrantLock one = new ReentrantLock();
        ReentrantLock other = new ReentrantLock();
        CountDownLatch both = new CountDownLatch(2);
        Thread left = start("left", () -> take(one, other, both));
        Thread right = start("right", () -> take(other, one, both));
        until(left, Thread.State.WAITING);
        until(right, Thread.State.WAITING);
        both.await();
        while (THREADS.findDeadlockedThreads() == null) {
            Thread.onSpinWait();
        }
        Set<String> names = LongStream.of(THREADS.findDeadlockedThreads())
                .mapToObj(id -> THREADS.getThreadInfo(id).getThreadName())
                .collect(Collectors.toCollection(java.util.TreeSet::new));
        left.interrupt();
        right.interrupt();
        left.join();
        right.join();
        return names.toString();
    }

    private static void take(ReentrantLock first, ReentrantLock second, CountDownLatch both)
            throws InterruptedException {
        first.lock();
        try {
            both.countDown();
            both.await();
            second.lockInterruptibly();
            second.unlock();
        } finally {
            first.unlock();
        }
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private static Thread start(String name, Work work) {
        return Thread.ofPlatform().name(name).daemon().start(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void until(Thread thread, Thread.State state) {
        while (thread.getState() != state) {
            Thread.yield();
        }
    }
}
