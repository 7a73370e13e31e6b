package dev.ristretto.kernel.personality.linux.file;

import dev.ristretto.kernel.posix.SignalledThread;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Makes one call of a program on a thread of its own, to which a signal can be sent. */
public final class SignalledProgramThread<T> {
    private final FutureTask<T> task;
    private final TestProgram program;
    private final Thread thread;

    private SignalledProgramThread(TestProgram program, Callable<T> call) {
        this.program = program;
        task = new FutureTask<>(call);
        thread = new Receiver(program, task);
    }

    /** Starts {@code call} and returns once it waits. */
    public static <T> SignalledProgramThread<T> untilItWaits(TestProgram program, Callable<T> call) {
        SignalledProgramThread<T> started = new SignalledProgramThread<>(program, call);
        started.thread.setDaemon(true);
        started.thread.start();
        while (started.thread.getState() != Thread.State.WAITING
                && started.thread.getState() != Thread.State.TIMED_WAITING) {
            if (started.task.isDone()) {
                throw new AssertionError("the call ended without waiting: " + started.task);
            }
            Thread.onSpinWait();
        }
        return started;
    }

    public void signal() {
        program.signalled = true;
        LockSupport.unpark(thread);
    }

    public T result() throws Exception {
        return task.get(60, TimeUnit.SECONDS);
    }

    private static final class Receiver extends Thread implements SignalledThread {
        private final TestProgram program;

        Receiver(TestProgram program, Runnable task) {
            super(task);
            this.program = program;
        }

        @Override
        public boolean isSignalled() {
            return program.signalled;
        }
    }
}
