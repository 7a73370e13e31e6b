package dev.ristretto.kernel.personality.jdk.management;

import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What the bean of threads says of the platform threads that live. Virtual ones are not among them, as on HotSpot. */
final class ThreadCalls {
    private static final int ALIVE = 0x1;
    private static final int TERMINATED = 0x2;
    private static final int RUNNABLE = 0x4;
    private static final int WAITING = 0x10;
    private static final int TIMED_WAITING = 0x20;
    private static final int BLOCKED = 0x400;

    /** Of times that nobody measures. */
    private static final long UNKNOWN = -1;

    private static final StackTraceElement[] NO_FRAMES = {};

    private ThreadCalls() {}

    static long[] numbers() {
        return threads().stream().mapToLong(Thread::threadId).toArray();
    }

    /** Null for numbers of threads that there are not. */
    static @Nullable ThreadInfo[] infos(long[] numbers, int depth) {
        for (long number : numbers) {
            if (number <= 0) {
                throw new IllegalArgumentException("Invalid thread ID parameter: " + number);
            }
        }
        if (depth < 0) {
            throw new IllegalArgumentException("Invalid maxDepth parameter: " + depth);
        }
        List<Thread> threads = threads();
        @Nullable ThreadInfo[] infos = new ThreadInfo[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            for (Thread thread : threads) {
                if (thread.threadId() == numbers[i]) {
                    infos[i] = info(thread, depth == 0 ? NO_FRAMES : thread.getStackTrace(), depth, threads);
                }
            }
        }
        return infos;
    }

    /** The stacks are those of one moment. */
    static ThreadInfo[] allInfos() {
        Map<Thread, StackTraceElement[]> stacks = Thread.getAllStackTraces();
        List<Thread> threads = List.copyOf(stacks.keySet());
        return stacks.entrySet().stream()
                .map(entry -> info(entry.getKey(), entry.getValue(), Integer.MAX_VALUE, threads))
                .toArray(ThreadInfo[]::new);
    }

    private static ThreadInfo info(Thread thread, StackTraceElement[] stack, int depth, List<Thread> threads) {
        StackTraceElement[] frames = stack.length <= depth ? stack : Arrays.copyOf(stack, depth);
        Object blocker = LockSupport.getBlocker(thread);
        Object info = new Target_java_lang_management_ThreadInfo(
                thread,
                state(thread.getState()),
                isMonitor(blocker) ? null : blocker,
                owner(blocker, threads),
                0,
                UNKNOWN,
                0,
                UNKNOWN,
                frames);
        return (ThreadInfo) info;
    }

    /** In the bits of JVMTI, from which the JDK makes the state again. */
    private static int state(Thread.State state) {
        return switch (state) {
            case NEW -> 0;
            case RUNNABLE -> ALIVE | RUNNABLE;
            case BLOCKED -> ALIVE | BLOCKED;
            case WAITING -> ALIVE | WAITING;
            case TIMED_WAITING -> ALIVE | TIMED_WAITING;
            case TERMINATED -> TERMINATED;
        };
    }

    /**
     * Threads that wait for each other for ever; null if there are none.
     *
     * @param monitorsAlone whether locks of java.util.concurrent do not count
     */
    static long @Nullable [] deadlocked(boolean monitorsAlone) {
        List<Thread> threads = threads();
        Set<Long> found = new LinkedHashSet<>();
        for (Thread start : threads) {
            Thread next = waitsFor(start, monitorsAlone, threads);
            for (int steps = 0; next != null && next != start && steps < threads.size(); steps++) {
                next = waitsFor(next, monitorsAlone, threads);
            }
            if (next == start) {
                found.add(start.threadId());
            }
        }
        return found.isEmpty()
                ? null
                : found.stream().mapToLong(Long::longValue).toArray();
    }

    private static @Nullable Thread waitsFor(Thread thread, boolean monitorsAlone, List<Thread> threads) {
        Object blocker = LockSupport.getBlocker(thread);
        return monitorsAlone && !isMonitor(blocker) ? null : owner(blocker, threads);
    }

    private static @Nullable Thread owner(@Nullable Object blocker, List<Thread> threads) {
        if (blocker instanceof AbstractOwnableSynchronizer) {
            return ((Target_java_util_concurrent_locks_AbstractOwnableSynchronizer) blocker).exclusiveOwnerThread;
        }
        if (blocker == null || !isMonitor(blocker)) {
            return null;
        }
        long number = ((Target_com_oracle_svm_core_monitor_JavaMonitorQueuedSynchronizer) blocker).state;
        return threads.stream()
                .filter(thread -> thread.threadId() == number)
                .findFirst()
                .orElse(null);
    }

    private static boolean isMonitor(@Nullable Object blocker) {
        return blocker instanceof Target_com_oracle_svm_core_monitor_JavaMonitorQueuedSynchronizer;
    }

    private static List<Thread> threads() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] threads = new Thread[root.activeCount() + 1];
        int count = root.enumerate(threads);
        while (count == threads.length) {
            threads = new Thread[2 * count];
            count = root.enumerate(threads);
        }
        return new ArrayList<>(Arrays.asList(threads).subList(0, count));
    }
}
