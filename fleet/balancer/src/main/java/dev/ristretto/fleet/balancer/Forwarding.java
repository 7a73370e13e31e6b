package dev.ristretto.fleet.balancer;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One request on its way: which instances were tried and which one has it now. */
final class Forwarding {

    final BackendPool pool;
    private final Set<Backend> tried = new HashSet<>();
    private final AtomicReference<@Nullable Backend> current = new AtomicReference<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final long begun = System.nanoTime();
    private volatile boolean bodyBegun;

    Forwarding(BackendPool pool) {
        this.pool = pool;
    }

    Set<Backend> tried() {
        return tried;
    }

    void begin(Backend backend) {
        current.set(backend);
    }

    @Nullable
    Backend current() {
        return current.get();
    }

    /** A part of the body has been read and cannot be read again. */
    void beginBody() {
        bodyBegun = true;
    }

    boolean hasBegunBody() {
        return bodyBegun;
    }

    /** The instance has failed; it is not tried again. */
    void giveUp() {
        Backend backend = current.get();
        if (backend != null) {
            tried.add(backend);
            pool.suspect(backend);
        }
        release();
    }

    /** The client has its answer, or gets none; only the first call counts. */
    void end(boolean failed) {
        // First, for the release may be what the next report waits for.
        if (over.compareAndSet(false, true)) {
            pool.count(begun, failed);
        }
        release();
    }

    /** May be called more than once. */
    void release() {
        Backend backend = current.getAndSet(null);
        if (backend != null) {
            pool.release(backend);
        }
    }
}
