package dev.ristretto.kernel.network.socket;

/** Tells whether the program that the connections are for is short of memory, and whether it has work left to do. */
public interface MemoryGauge {
    /** A program that is never short of memory. */
    MemoryGauge PLENTY = new MemoryGauge() {
        @Override
        public boolean isLow() {
            return false;
        }

        @Override
        public void workBegins() {}

        @Override
        public boolean isWorkDone() {
            return true;
        }
    };

    /**
     * Whether so little is free that more work could be too much. Asked often, with the stack's lock held: must not
     * take long, except where it is true.
     */
    boolean isLow();

    /** The program is given work now. */
    void workBegins();

    /** Whether it has had nothing to do since: then the memory that the work takes is in use. */
    boolean isWorkDone();
}
