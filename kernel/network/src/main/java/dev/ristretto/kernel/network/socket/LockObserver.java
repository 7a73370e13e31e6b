package dev.ristretto.kernel.network.socket;

import org.jspecify.annotations.Nullable;

/**
 * Told which thread is in the middle of a stack. What that does nobody else could go on with, so that it should find
 * memory when others find none.
 */
public interface LockObserver {
    /** The calling thread holds the stack's lock; null if it is about to give it up. */
    void heldBy(@Nullable Thread holder);
}
