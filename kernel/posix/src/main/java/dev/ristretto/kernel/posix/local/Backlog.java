package dev.ristretto.kernel.posix.local;

import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.Mutex;
import dev.ristretto.kernel.posix.PosixException;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The connections of a listening socket that nobody has accepted. Thread-safe. */
final class Backlog {
    private final Mutex mutex = new Mutex();
    private final ArrayDeque<LocalSocket> waiting = new ArrayDeque<>(1);
    private int limit;
    private boolean closed;

    /** None; Linux lets one more wait than {@code limit} says. */
    Backlog(int limit) {
        this.limit = limit;
    }

    void setLimit(int limit) {
        try (var _ = mutex.hold()) {
            this.limit = limit;
        }
    }

    /** Adds a connection unless there are too many (false); ECONNREFUSED if nobody listens any more. */
    boolean add(LocalSocket connection) throws PosixException {
        try (var _ = mutex.hold()) {
            if (closed) {
                throw new PosixException(Errno.ECONNREFUSED);
            }
            return waiting.size() <= limit && waiting.add(connection);
        }
    }

    boolean hasRoom() {
        try (var _ = mutex.hold()) {
            return closed || waiting.size() <= limit;
        }
    }

    boolean isEmpty() {
        try (var _ = mutex.hold()) {
            return waiting.isEmpty();
        }
    }

    /** The connection that has waited longest; null if there is none. */
    @Nullable
    LocalSocket take() {
        try (var _ = mutex.hold()) {
            return waiting.poll();
        }
    }

    /** Takes no more; who has waited in vain. */
    List<LocalSocket> close() {
        try (var _ = mutex.hold()) {
            closed = true;
            List<LocalSocket> left = List.copyOf(waiting);
            waiting.clear();
            return left;
        }
    }
}
