package dev.ristretto.kernel.posix;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * epoll(7): a set of descriptors with the events each is watched for, and a queue of those that may be ready. Waiting
 * looks at the queue only, however many descriptors there are.
 *
 * <p>A file is asked for its readiness without this set's lock, because the file may tell this set of a change while
 * holding its own. An entry is therefore taken from the queue first and asked then; a change in between queues it
 * again. Safe for use by several threads; a descriptor leaves the set when its file is released.
 */
public final class Epoll extends OpenFile {
    /** Operation: watch one more descriptor. */
    public static final int ADD = 1;

    /** Operation: stop watching a descriptor. */
    public static final int DELETE = 2;

    /** Operation: watch a descriptor for other events; it is armed again if it was {@link #ONE_SHOT}. */
    public static final int MODIFY = 3;

    /** Flag: after one report the descriptor rests until {@link #MODIFY}. */
    public static final int ONE_SHOT = 1 << 30;

    /** Flag: report changes, not states. */
    public static final int EDGE_TRIGGERED = 1 << 31;

    static final int FLAGS = ONE_SHOT | EDGE_TRIGGERED;

    /** Receives what is ready. */
    @FunctionalInterface
    public interface Receiver {
        /**
         * The {@code index}-th descriptor of this report has {@code events}; {@code data} is what it was added with.
         */
        void ready(int index, int events, long data);
    }

    private final Mutex mutex = new Mutex();
    private final ReadyQueue queue = new ReadyQueue();
    private @Nullable EpollEntry[] entries = new EpollEntry[16];

    /** An empty set. */
    public Epoll() {}

    /**
     * epoll_ctl(2).
     *
     * @param operation {@link #ADD}, {@link #MODIFY} or {@link #DELETE}
     * @param fd the descriptor by whose number the entry is known
     * @param file what it stands for
     * @param events bits of {@link PollEvents} and flags; errors and hang-ups are always reported
     * @param data handed back with each report
     * @throws PosixException EEXIST, ENOENT, EINVAL
     */
    public void control(int operation, int fd, OpenFile file, int events, long data) throws PosixException {
        switch (operation) {
            case ADD -> add(fd, file, events, data);
            case MODIFY -> modify(fd, file, events, data);
            case DELETE -> delete(fd, file);
            default -> throw new PosixException(Errno.EINVAL);
        }
    }

    private void add(int fd, OpenFile file, int events, long data) throws PosixException {
        if (file == this) {
            throw new PosixException(Errno.EINVAL);
        }
        EpollEntry entry = new EpollEntry(this, fd, file, data);
        EpollEntry displaced;
        try (var _ = mutex.hold()) {
            if (find(fd, file) != null) {
                throw new PosixException(Errno.EEXIST);
            }
            entry.arm(events);
            if (fd >= entries.length) {
                entries = Arrays.copyOf(entries, Math.max(fd + 1, entries.length * 2));
            }
            displaced = entries[fd]; // of a file that lives on under another number
            if (displaced != null) {
                forget(displaced);
            }
            entries[fd] = entry;
        }
        if (displaced != null) {
            displaced.file.removeWatcher(displaced);
        }
        try {
            file.addWatcher(entry);
        } catch (OutOfMemoryError e) {
            try (var _ = mutex.hold()) {
                forget(entry); // it would wait for ever
            }
            throw e;
        }
        mayBeReady(entry, file.readiness()); // it may have become ready before it was watched
    }

    private void modify(int fd, OpenFile file, int events, long data) throws PosixException {
        EpollEntry entry;
        try (var _ = mutex.hold()) {
            entry = find(fd, file);
            if (entry == null) {
                throw new PosixException(Errno.ENOENT);
            }
            entry.data = data;
            entry.arm(events);
        }
        mayBeReady(entry, file.readiness());
    }

    private void delete(int fd, OpenFile file) throws PosixException {
        EpollEntry entry;
        try (var _ = mutex.hold()) {
            entry = find(fd, file);
            if (entry == null) {
                throw new PosixException(Errno.ENOENT);
            }
            forget(entry);
        }
        file.removeWatcher(entry);
    }

    private @Nullable EpollEntry find(int fd, OpenFile file) {
        EpollEntry entry = fd < entries.length ? entries[fd] : null;
        return entry != null && entry.file == file ? entry : null;
    }

    private void forget(EpollEntry entry) {
        entry.interest = 0;
        queue.remove(entry);
        if (entry.fd < entries.length && entries[entry.fd] == entry) {
            entries[entry.fd] = null;
        }
    }

    /**
     * epoll_wait(2).
     *
     * @param maximum most reports, at least 1
     * @param timeoutNanos how long to wait for the first; 0 to look only, negative for no limit
     * @return the number of reports; 0 if the time is over or this set was released
     */
    public int waitFor(int maximum, long timeoutNanos, Receiver receiver) {
        int count = collect(maximum, receiver);
        if (count > 0 || timeoutNanos == 0) {
            return count;
        }
        try (Wait wait = new Wait(timeoutNanos < 0 ? Wait.FOREVER : timeoutNanos)) {
            wait.watch(this, PollEvents.IN);
            while (!isReleased()) {
                count = collect(maximum, receiver);
                if (count > 0 || !wait.untilSignalled()) {
                    return count;
                }
            }
        }
        return 0;
    }

    private int collect(int maximum, Receiver receiver) {
        int count = 0;
        int candidates;
        try (var _ = mutex.hold()) {
            candidates = queue.size();
        }
        for (; candidates > 0 && count < maximum; candidates--) {
            EpollEntry entry;
            try (var _ = mutex.hold()) {
                entry = queue.poll();
                if (entry == null) {
                    break;
                }
            }
            int ready = entry.file.readiness();
            try (var _ = mutex.hold()) {
                ready &= entry.interest;
                if (ready == 0) {
                    continue;
                }
                if ((entry.flags & ONE_SHOT) != 0) {
                    entry.interest = 0;
                } else if ((entry.flags & EDGE_TRIGGERED) == 0) {
                    queue.add(entry);
                }
                receiver.ready(count++, ready, entry.data);
            }
        }
        return count;
    }

    @Override
    public FileStatus status() {
        return FileStatus.ANONYMOUS;
    }

    /** Ready to be read while something in the set may be. */
    @Override
    public int readiness() {
        try (var _ = mutex.hold()) {
            return queue.isEmpty() ? 0 : PollEvents.IN;
        }
    }

    @Override
    protected void release() {
        @Nullable EpollEntry[] all;
        try (var _ = mutex.hold()) {
            all = entries;
            entries = new EpollEntry[0];
        }
        for (EpollEntry entry : all) {
            if (entry != null) {
                entry.file.removeWatcher(entry);
            }
        }
    }

    /** Queues {@code entry} if one of {@code events} is asked for; called with locks of its file held. */
    void mayBeReady(EpollEntry entry, int events) {
        boolean grown;
        try (var _ = mutex.hold()) {
            if (entry.file.isReleased()) {
                forget(entry);
                return;
            }
            grown = (events & entry.interest) != 0 && queue.add(entry);
        }
        if (grown) {
            readinessChanged(PollEvents.IN);
        }
    }
}
