package dev.ristretto.kernel.network.socket;

/** Tells whether the program that the connections are for is short of memory. */
public interface MemoryGauge {
    /** A program that is never short of memory. */
    MemoryGauge PLENTY = () -> false;

    /**
     * Whether so little is free that more work could be too much. Asked often, with the stack's lock held: must not
     * take long, except where it is true.
     */
    boolean isLow();
}
