package dev.ristretto.build.builder;

import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A task that was to run by the clock and never does. A reproducible build puts it in the place of what the image
 * builder does beside its main thread: telling its progress.
 */
public final class NeverScheduled extends FutureTask<Void> implements ScheduledFuture<Void> {
    private NeverScheduled(Runnable task) {
        super(task, null);
    }

    /** In the place of {@link ScheduledExecutorService#scheduleAtFixedRate}. */
    public static ScheduledFuture<?> scheduleAtFixedRate(
            ScheduledExecutorService executor, Runnable task, long delay, long period, TimeUnit unit) {
        return new NeverScheduled(task);
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return Long.MAX_VALUE;
    }

    @Override
    public int compareTo(Delayed other) {
        return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
}
