package dev.ristretto.kernel.personality.linux.thread.futex;

import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.memory.SharedWord;

/** Finds out which word of memory an address means. */
@FunctionalInterface
public interface FutexKeys {
    /** The words of each memory are its own, but for those in memory that others have too. */
    FutexKeys OF_MEMORY = (caller, address, shared) -> {
        SharedWord word = shared ? caller.areas().sharedWord(address) : null;
        return word == null ? new FutexKey(caller.areas(), address) : new FutexKey(word.owner(), word.offset());
    };

    /**
     * The word at an address.
     *
     * @param shared whether others may wait for it by another address
     */
    FutexKey key(Caller caller, long address, boolean shared);
}
