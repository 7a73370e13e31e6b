package dev.ristretto.kernel.personality.linux.thread.signal;

/**
 * What a signal does in a process (struct kernel_sigaction).
 *
 * @param handler the address of what is called, {@link #DEFAULT} or {@link #IGNORE}
 * @param flags of sigaction(2)
 * @param restorer the address to which a handler returns
 * @param mask what is blocked while the handler runs
 */
public record SignalSetting(long handler, long flags, long restorer, long mask) {
    public static final long DEFAULT = 0;
    public static final long IGNORE = 1;

    /** What each signal does at first. */
    public static final SignalSetting USUAL = new SignalSetting(DEFAULT, 0, 0, 0);

    static final long ON_STACK = 0x0800_0000;
    static final long RESTART = 0x1000_0000;
    static final long NO_DEFER = 0x4000_0000;
    static final long RESET_HANDLER = 0x8000_0000L;
    static final long RESTORER = 0x0400_0000;

    /** SA_NOCLDSTOP, SA_NOCLDWAIT, SA_SIGINFO and those above: what is kept of the flags that a program gives. */
    public static final long KNOWN_FLAGS = 1 | 2 | 4 | RESTORER | ON_STACK | RESTART | NO_DEFER | RESET_HANDLER;

    /** Whether there is a handler. */
    public boolean isHandled() {
        return handler != DEFAULT && handler != IGNORE;
    }

    /** Whether a call that the handler interrupts begins again. */
    public boolean restarts() {
        return (flags & RESTART) != 0;
    }

    boolean has(long flag) {
        return (flags & flag) != 0;
    }

    /** Whether {@code signal} does nothing. */
    boolean ignores(int signal) {
        return handler == IGNORE || handler == DEFAULT && SignalNumbers.isHarmless(signal);
    }
}
