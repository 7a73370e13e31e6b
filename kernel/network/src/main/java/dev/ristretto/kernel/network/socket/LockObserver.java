package dev.ristretto.kernel.network.socket;

/**
 * Told when a thread begins and ceases to hold the lock of a stack. What it does meanwhile nobody else could go on
 * with, so that it should find memory when others find none.
 */
public interface LockObserver {
    /** Tells nobody. */
    LockObserver NONE = new LockObserver() {
        @Override
        public void taken() {}

        @Override
        public void givenUp() {}
    };

    /** The calling thread holds the lock. */
    void taken();

    /** The calling thread is about to give it up. */
    void givenUp();
}
