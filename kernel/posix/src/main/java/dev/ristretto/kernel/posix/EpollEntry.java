package dev.ristretto.kernel.posix;

import org.jspecify.annotations.Nullable;

/** One descriptor watched by an epoll set. The fields that change are guarded by the set's mutex. */
final class EpollEntry implements ReadinessWatcher {
    final int fd;
    final OpenFile file;
    private final Epoll set;

    /** Handed back with each report. */
    long data;

    /** The events that count, 0 while the entry rests or is no longer in the set. */
    int interest;

    /** {@link Epoll#ONE_SHOT}, {@link Epoll#EDGE_TRIGGERED}. */
    int flags;

    /** Whether it is in the queue of those that may be ready, between these neighbours. */
    boolean queued;

    @Nullable
    EpollEntry previous;

    @Nullable
    EpollEntry next;

    EpollEntry(Epoll set, int fd, OpenFile file, long data) {
        this.set = set;
        this.fd = fd;
        this.file = file;
        this.data = data;
    }

    void arm(int events) {
        flags = events & Epoll.FLAGS;
        interest = events & ~Epoll.FLAGS | PollEvents.ERR | PollEvents.HUP;
    }

    @Override
    public void mayBeReady(OpenFile source, int events) {
        set.mayBeReady(this, events);
    }
}
