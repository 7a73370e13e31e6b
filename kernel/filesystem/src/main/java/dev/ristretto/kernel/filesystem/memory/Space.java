package dev.ristretto.kernel.filesystem.memory;

import dev.ristretto.kernel.filesystem.FileFault;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a file system may hold, and those it holds; they may be some of those that another one has. Safe for
 * use by several threads.
 */
final class Space {
    private final long capacity;
    private final @Nullable Space outer;
    private final AtomicLong used = new AtomicLong();

    Space(long capacity, @Nullable Space outer) {
        this.capacity = capacity;
        this.outer = outer;
    }

    long capacity() {
        return capacity;
    }

    long free() {
        long own = capacity - used.get();
        return outer == null ? own : Math.min(own, outer.free());
    }

    /** Takes {@code bytes}; NO_SPACE if they are not there. */
    void take(long bytes, String what) throws FileFault {
        if (used.addAndGet(bytes) > capacity) {
            used.addAndGet(-bytes);
            throw new FileFault(FileFault.Reason.NO_SPACE, what);
        }
        if (outer != null) {
            try {
                outer.take(bytes, what);
            } catch (FileFault e) {
                used.addAndGet(-bytes);
                throw e;
            }
        }
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
        if (outer != null) {
            outer.giveBack(bytes);
        }
    }
}
