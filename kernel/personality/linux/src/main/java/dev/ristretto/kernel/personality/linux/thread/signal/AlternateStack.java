package dev.ristretto.kernel.personality.linux.thread.signal;

/**
 * Where handlers run if they ask for it (sigaltstack(2)).
 *
 * @param start the lowest address
 * @param size bytes, 0 if there is none
 * @param leaves whether it is given up while a handler runs there (SS_AUTODISARM)
 */
public record AlternateStack(long start, long size, boolean leaves) {
    /** Bytes that one has at least (MINSIGSTKSZ). */
    public static final int SMALLEST = 2048;

    /** Flag of stack_t: the thread runs there now. */
    public static final int ACTIVE = 1;

    /** Flag of stack_t: there is none. */
    public static final int DISABLED = 2;

    /** Flag of stack_t: it is given up while a handler runs there. */
    public static final int LEAVES = 1 << 31;

    /** Bytes of a stack_t. */
    public static final int BYTES = 24;

    public static final AlternateStack NONE = new AlternateStack(0, 0, false);

    boolean holds(long address) {
        return size != 0 && !leaves && address - start > 0 && address - start <= size;
    }

    /** The flags of stack_t for a thread whose stack pointer is that. */
    public int flags(long stackPointer) {
        if (size == 0) {
            return DISABLED;
        }
        return (holds(stackPointer) ? ACTIVE : 0) | (leaves ? LEAVES : 0);
    }

    /** The first address behind it. */
    long end() {
        return start + size;
    }
}
