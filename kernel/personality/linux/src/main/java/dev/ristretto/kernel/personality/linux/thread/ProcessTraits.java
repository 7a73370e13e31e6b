package dev.ristretto.kernel.personality.linux.thread;

/** What programs may say of their process and get told again. Safe for use by several threads. */
final class ProcessTraits {
    final Identity user = new Identity();
    final Identity group = new Identity();

    /** The further groups it belongs to. */
    volatile int[] groups = {};

    volatile int niceness;
    volatile int parentDeathSignal;
    volatile boolean dumpable = true;
    volatile boolean noNewPrivileges;
    volatile boolean keepsCapabilities;
    volatile boolean reapsOrphans;
    volatile boolean withoutHugePages;

    /** In nanoseconds, of no effect. */
    volatile long timerSlack = 50_000;

    /** Whether it may choose any identity. */
    boolean isPrivileged() {
        return user.effective() == 0;
    }
}
