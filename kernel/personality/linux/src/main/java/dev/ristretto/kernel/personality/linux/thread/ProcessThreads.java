package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The threads of a process, and how it comes to an end with the last of them. Safe for use by several threads. */
final class ProcessThreads {
    /** How often, and how many milliseconds each time, one waits for a process to have ended. */
    private static final int KILL_WAITS = 20;

    private static final long KILL_WAIT = 50;

    private final List<ProgramThread> threads = new ArrayList<>();
    private @Nullable ProgramEnd end;
    private boolean replacing;
    private boolean finished;
    private int leaderCode;
    private long timeOfEnded;

    /** Another one, which ends at once if all do. */
    synchronized void add(ProgramThread thread) {
        threads.add(thread);
        if (end != null || replacing) {
            thread.signals().end();
        }
    }

    synchronized List<ProgramThread> all() {
        return List.copyOf(threads);
    }

    /** How many nanoseconds they have run, those that have ended too. */
    long processorTime() {
        List<ProgramThread> living;
        long time;
        synchronized (this) {
            living = List.copyOf(threads);
            time = timeOfEnded;
        }
        for (ProgramThread thread : living) {
            time += thread.processorTime();
        }
        return time;
    }

    /** Ends them; false if they end already, in whatever way. */
    synchronized boolean end(ProgramEnd how) {
        if (end != null) {
            return false;
        }
        end = how;
        threads.forEach(thread -> thread.signals().end());
        return true;
    }

    /**
     * Ends all but one and waits until they are gone.
     *
     * @throws PosixException EINTR if that one is to end itself
     */
    synchronized void keepOnly(ProgramThread thread) throws PosixException {
        if (replacing || thread.signals().isEnding()) {
            throw new PosixException(Errno.EINTR);
        }
        replacing = true;
        for (ProgramThread other : threads) {
            if (other != thread) {
                other.signals().end();
            }
        }
        while (threads.size() > 1) {
            waitForChange();
        }
        replacing = false;
        if (end != null) {
            throw new PosixException(Errno.EINTR);
        }
    }

    private synchronized void waitForChange() {
        try {
            wait();
        } catch (InterruptedException e) {
            // Threads of programs are not interrupted in Java's sense; it would change nothing.
        }
    }

    /**
     * One is gone, and its registers are given up: whether it was the last one.
     *
     * @param time how many nanoseconds it has run
     * @param leader whether its exit code is that of the process
     */
    synchronized boolean remove(ProgramThread thread, long time, boolean leader) {
        threads.remove(thread);
        thread.context().close();
        timeOfEnded += time;
        if (leader) {
            leaderCode = thread.exitCode();
        }
        notifyAll();
        return threads.isEmpty();
    }

    /** How the process ends, of whose threads none is left. */
    synchronized ProgramEnd settle() {
        ProgramEnd how = end == null ? ProgramEnd.byItself(leaderCode) : end;
        end = how;
        return how;
    }

    /** All that the process had is given up. */
    synchronized void finish() {
        finished = true;
        notifyAll();
    }

    synchronized boolean haveEnded() {
        return threads.isEmpty() && end != null;
    }

    /** Waits a little until all is given up. */
    synchronized void awaitFinish() {
        for (int i = 0; i < KILL_WAITS && !finished; i++) {
            try {
                wait(KILL_WAIT);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Waits until all is given up: how the process ended. */
    synchronized ProgramEnd awaitEnd() {
        while (!finished || end == null) {
            waitForChange();
        }
        return end;
    }
}
