package dev.ristretto.kernel.network.socket;

/** Tells whether the program that the connections are for is short of memory, and whether it has work left to do. */
public interface MemoryGauge {
    /** A program that is never short of memory. */
    MemoryGauge PLENTY = () -> false;

    /**
     * Whether so little is free that more work could be too much. Asked often, with the stack's lock held: must not
     * take long, except where it is true.
     */
    boolean isLow();

    /** The program is given work now. */
    default void workBegins() {}

    /**
     * Whether it has had nothing to do since: then the memory that the work takes is in use. True where nobody knows.
     */
    default boolean isWorkDone() {
        return true;
    }
}
