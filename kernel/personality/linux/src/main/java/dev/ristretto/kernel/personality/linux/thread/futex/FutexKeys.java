package dev.ristretto.kernel.personality.linux.thread.futex;

import dev.ristretto.kernel.personality.linux.call.Caller;

/** Finds out which word of memory an address means. */
@FunctionalInterface
public interface FutexKeys {
    /** The words of each process are its own. */
    FutexKeys OF_PROCESS = (caller, address, shared) -> new FutexKey(caller.process(), address);

    /**
     * The word at an address.
     *
     * @param shared whether others may wait for it by another address
     */
    FutexKey key(Caller caller, long address, boolean shared);
}
