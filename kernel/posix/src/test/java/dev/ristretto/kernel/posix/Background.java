package dev.ristretto.kernel.posix;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** An operation that is expected to wait, on a thread of its own. */
public final class Background<T> {
    private final FutureTask<T> task;
    private final Thread thread;

    private Background(Callable<T> operation) {
        task = new FutureTask<>(operation);
        thread = Thread.ofPlatform().daemon().start(task);
    }

    /** Starts {@code operation} and returns once it waits. */
    public static <T> Background<T> untilItWaits(Callable<T> operation) {
        Background<T> background = new Background<>(operation);
        while (background.thread.getState() != Thread.State.WAITING
                && background.thread.getState() != Thread.State.TIMED_WAITING) {
            if (background.task.isDone()) {
                throw new AssertionError("the operation ended without waiting: " + background.task);
            }
            Thread.onSpinWait();
        }
        return background;
    }

    public static <T> Background<T> start(Callable<T> operation) {
        return new Background<>(operation);
    }

    public void interrupt() {
        thread.interrupt();
    }

    public boolean isDone() {
        return task.isDone();
    }

    public T result() throws Exception {
        return task.get(60, TimeUnit.SECONDS);
    }
}
