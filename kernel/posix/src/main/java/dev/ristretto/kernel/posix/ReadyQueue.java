package dev.ristretto.kernel.posix;

import org.jspecify.annotations.Nullable;

/**
 * First in, first out; each entry is in it at most once and leaves it from any place in constant time. Not thread-safe.
 */
final class ReadyQueue {
    private @Nullable EpollEntry first;
    private @Nullable EpollEntry last;
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return first == null;
    }

    /** Appends {@code entry}; false if it is in the queue already. */
    boolean add(EpollEntry entry) {
        if (entry.queued) {
            return false;
        }
        entry.queued = true;
        entry.previous = last;
        if (last == null) {
            first = entry;
        } else {
            last.next = entry;
        }
        last = entry;
        size++;
        return true;
    }

    /** Takes the first entry, null if there is none. */
    @Nullable
    EpollEntry poll() {
        EpollEntry entry = first;
        if (entry != null) {
            remove(entry);
        }
        return entry;
    }

    /** Takes {@code entry} out if it is in. */
    void remove(EpollEntry entry) {
        if (!entry.queued) {
            return;
        }
        if (entry.previous == null) {
            first = entry.next;
        } else {
            entry.previous.next = entry.next;
        }
        if (entry.next == null) {
            last = entry.previous;
        } else {
            entry.next.previous = entry.previous;
        }
        entry.previous = null;
        entry.next = null;
        entry.queued = false;
        size--;
    }
}
