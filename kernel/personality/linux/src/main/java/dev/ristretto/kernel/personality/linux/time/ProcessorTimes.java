package dev.ristretto.kernel.personality.linux.time;

/** How long threads have run, in nanoseconds. */
public interface ProcessorTimes {
    /** A thread, also one that has not begun or has ended. */
    long of(Thread thread);

    /** The calling thread begins to run. */
    default void begun() {}

    /** The calling thread ends. */
    default void ended() {}

    /** All threads of the instance, those that have ended too. */
    long ofAll();
}
