package dev.ristretto.kernel.personality.linux.time;

/** How long threads have run, in nanoseconds. */
public interface ProcessorTimes {
    /** A thread, also one that has not begun or has ended. */
    long of(Thread thread);

    /** All threads of the instance, those that have ended too. */
    long ofAll();
}
