package dev.ristretto.fleet.balancer;

import dev.ristretto.fleet.balancer.admission.Admitted;
import dev.ristretto.fleet.balancer.admission.Stage;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One request on its way: which instances were tried and which one has it now. */
final class Forwarding {

    /** The connection that it came on. */
    final Admitted client;

    private final BackendPool pool;
    private final Set<Backend> tried = new HashSet<>();
    private final AtomicReference<@Nullable Backend> current = new AtomicReference<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final long begun = System.nanoTime();
    private boolean repeated;
    private @Nullable Backend other;
    private volatile boolean bodyBegun;

    Forwarding(BackendPool pool, Admitted client) {
        this.pool = pool;
        this.client = client;
    }

    /** An instance, now or as soon as there is one. */
    CompletableFuture<Backend> pick() {
        CompletableFuture<Backend> picked = pool.pick(tried);
        if (!picked.isDone()) {
            client.onDrop(() -> picked.cancel(false));
            client.enter(Stage.HELD);
        }
        return picked;
    }

    /** There is one, or there will be none. */
    void ceaseToWait() {
        client.onDrop(null);
        client.enter(Stage.BUSY);
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

    /**
     * The instance was sent nothing and is not tried again. Another one may be, at once or later; but if one was sent
     * something before, only {@link #other} at once.
     *
     * @return whether to go on
     */
    boolean giveUp() {
        leave();
        other = repeated ? pool.pickNow(tried).orElse(null) : null;
        return !repeated || other != null;
    }

    /**
     * The instance was sent the request and did not answer. One {@link #other} may get it.
     *
     * @return whether to go on
     */
    boolean repeat() {
        if (repeated) {
            return false;
        }
        repeated = true;
        leave();
        other = pool.pickNow(tried).orElse(null);
        return other != null;
    }

    private void leave() {
        Backend backend = current.get();
        if (backend != null) {
            tried.add(backend);
            pool.suspect(backend);
        }
        release();
    }

    /** The instance to go on with; null if one is to be picked. It has to be begun with. */
    @Nullable
    Backend other() {
        return other;
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
    private void release() {
        Backend backend = current.getAndSet(null);
        if (backend != null) {
            pool.release(backend);
        }
    }
}
