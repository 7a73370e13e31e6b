package dev.ristretto.kernel.personality.linux.thread.traits;

/** What programs may say of their process and get told again. Safe for use by several threads. */
public final class ProcessTraits {
    public final Identity user = new Identity();
    public final Identity group = new Identity();

    /** The further groups it belongs to. */
    public volatile int[] groups = {};

    public volatile int niceness;
    public volatile int parentDeathSignal;
    public volatile boolean dumpable = true;
    public volatile boolean noNewPrivileges;
    public volatile boolean keepsCapabilities;
    public volatile boolean reapsOrphans;
    public volatile boolean withoutHugePages;

    /** In nanoseconds, of no effect. */
    public volatile long timerSlack = 50_000;

    /** Takes over what a process gets from its parent. */
    public void inherit(ProcessTraits parent) {
        user.copyFrom(parent.user);
        group.copyFrom(parent.group);
        groups = parent.groups.clone();
        niceness = parent.niceness;
        dumpable = parent.dumpable;
        noNewPrivileges = parent.noNewPrivileges;
        keepsCapabilities = parent.keepsCapabilities;
        withoutHugePages = parent.withoutHugePages;
        timerSlack = parent.timerSlack;
    }

    /** Whether it may choose any identity. */
    public boolean isPrivileged() {
        return user.effective() == 0;
    }
}
