package dev.ristretto.fleet.daemon.limit;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runs tasks of connections, each in a virtual thread of its own, and says when too many have begun and not ended, so
 * that no more connections are accepted until half of them have. A connection that has been closed for another one is
 * in memory for as long as tasks of it are: where connections come faster than the processors see old ones off, their
 * number alone bounds nothing. Safe for use by several threads.
 */
public final class PausingExecutor implements Executor {

    private final int most;
    private final Consumer<Boolean> accepting;
    private final AtomicInteger tasks = new AtomicInteger();
    private boolean paused;

    /**
     * An executor without tasks.
     *
     * @param most tasks at once that have begun and not ended, from which on nothing more is to be accepted
     * @param accepting told with {@code false} that connections are to wait, later with {@code true} that they may come
     */
    public PausingExecutor(int most, Consumer<Boolean> accepting) {
        this.most = most;
        this.accepting = accepting;
    }

    @Override
    public void execute(Runnable task) {
        count(1);
        boolean begun = false;
        try {
            Thread.startVirtualThread(() -> {
                try {
                    task.run();
                } finally {
                    count(-1);
                }
            });
            begun = true;
        } finally {
            if (!begun) {
                count(-1);
            }
        }
    }

    private void count(int change) {
        int now = tasks.addAndGet(change);
        if (now == most || now == most / 2) {
            pauseOrResume();
        }
    }

    /** Counts pass each mark one by one, so the last one that passes it finds what holds then. */
    private synchronized void pauseOrResume() {
        int now = tasks.get();
        if (paused ? now <= most / 2 : now >= most) {
            paused = !paused;
            accepting.accept(!paused);
        }
    }
}
