package dev.ristretto.kernel.filesystem.memory;

import dev.ristretto.kernel.filesystem.FileFault;
import java.util.concurrent.atomic.AtomicLong;

/** The bytes that a file system may hold, and those it holds. Safe for use by several threads. */
final class Space {
    private final long capacity;
    private final AtomicLong used = new AtomicLong();

    Space(long capacity) {
        this.capacity = capacity;
    }

    long capacity() {
        return capacity;
    }

    long used() {
        return used.get();
    }

    /** Takes {@code bytes}; NO_SPACE if they are not there. */
    void take(long bytes, String what) throws FileFault {
        if (used.addAndGet(bytes) > capacity) {
            used.addAndGet(-bytes);
            throw new FileFault(FileFault.Reason.NO_SPACE, what);
        }
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }
}
