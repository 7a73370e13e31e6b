package dev.ristretto.kernel.personality.linux.thread.signal;

/**
 * What a thread's last exception was; frames of signals tell it.
 *
 * @param vector of the exception
 * @param error the error code that the processor gave with it
 * @param address what a page fault touched
 */
public record TrapState(int vector, long error, long address) {
    /** Of a thread that had no exception. */
    public static final TrapState NONE = new TrapState(0, 0, 0);
}
