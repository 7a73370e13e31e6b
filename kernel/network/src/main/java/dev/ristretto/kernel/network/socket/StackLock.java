package dev.ristretto.kernel.network.socket;

/**
 * The lock of a stack, which every call into it holds. Reentrant; calls of {@link #enter} and {@link #leave} come in
 * pairs, the latter in a {@code finally}.
 */
public interface StackLock {
    /** Begins a call into the stack: waits until no other is going on. */
    void enter();

    /** Ends a call into the stack; the outermost one sends what the call has made pending. */
    void leave();
}
