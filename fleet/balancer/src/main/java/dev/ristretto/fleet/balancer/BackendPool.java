package dev.ristretto.fleet.balancer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The instances of one service: who comes gets the one that has the least to do, or waits for one. Safe for use by
 * several threads.
 */
final class BackendPool {

    /** An instance that could not be connected to is avoided for a while. */
    private static final Duration SUSPICION = Duration.ofSeconds(1);

    private static final int MOST_WAITING = 2048;

    private final Duration patience;
    private final Signal changed;
    private final Tally tally = new Tally();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Backend> backends = new LinkedHashMap<>();
    private final Set<Waiter> waiters = new LinkedHashSet<>();
    private boolean closed;
    private int active;
    private long total;
    private int turn;

    private record Waiter(Set<Backend> tried, CompletableFuture<Backend> answer) {}

    /**
     * A pool without instances.
     *
     * @param patience how long somebody waits for an instance at most
     * @param changed raised when somebody begins or ceases to wait or the first comes after a silence, and when an
     *     instance has drained
     */
    BackendPool(Duration patience, Signal changed) {
        this.patience = patience;
        this.changed = changed;
    }

    /** Replaces the instances. Those that are still there go on with what they have. */
    void update(List<Target> targets) {
        List<Runnable> answers = new ArrayList<>();
        lock.lock();
        try {
            Map<String, Backend> next = new LinkedHashMap<>();
            for (Target target : targets) {
                Backend known = backends.get(target.instance());
                Backend backend = known != null && known.port == target.port() ? known : new Backend(target);
                backend.draining = target.draining();
                next.put(target.instance(), backend);
            }
            backends.clear();
            backends.putAll(next);
            for (Waiter waiter : List.copyOf(waiters)) {
                Backend backend = choose(waiter.tried());
                if (backend != null) {
                    waiters.remove(waiter);
                    begin(backend);
                    answers.add(() -> {
                        if (!waiter.answer().complete(backend)) {
                            // Whoever waited has given up just now.
                            release(backend);
                        }
                    });
                }
            }
        } finally {
            lock.unlock();
        }
        answers.forEach(Runnable::run);
        changed.raise();
    }

    /**
     * The instance that is to answer, now or when there is one; it has to be released. Fails if there is none in time.
     *
     * @param tried those that could not be connected to
     */
    CompletableFuture<Backend> pick(Set<Backend> tried) {
        boolean first;
        CompletableFuture<Backend> answer;
        lock.lock();
        try {
            first = active == 0;
            total += tried.isEmpty() ? 1 : 0;
            Backend backend = choose(tried);
            if (closed) {
                answer = CompletableFuture.failedFuture(gone());
            } else if (backend != null) {
                begin(backend);
                answer = CompletableFuture.completedFuture(backend);
            } else if (waiters.size() >= MOST_WAITING) {
                answer = CompletableFuture.failedFuture(new IllegalStateException("too many wait"));
            } else {
                first = true;
                answer = await(tried);
            }
        } finally {
            lock.unlock();
        }
        if (first) {
            changed.raise();
        }
        return answer;
    }

    private CompletableFuture<Backend> await(Set<Backend> tried) {
        CompletableFuture<Backend> answer = new CompletableFuture<>();
        Waiter waiter = new Waiter(Set.copyOf(tried), answer);
        waiters.add(waiter);
        answer.whenComplete((backend, failure) -> {
            if (failure != null) {
                forget(waiter);
            }
        });
        return answer.orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Whoever has picked does not want to wait any longer, or to have what it was given meanwhile. */
    void abandon(CompletableFuture<Backend> picked) {
        if (!picked.cancel(false) && !picked.isCompletedExceptionally()) {
            release(picked.join());
        }
    }

    /** Another instance that can answer now, instead of one that has failed; it has to be released. */
    Optional<Backend> pickNow(Set<Backend> tried) {
        lock.lock();
        try {
            Backend backend = closed ? null : choose(tried);
            if (backend != null) {
                begin(backend);
            }
            return Optional.ofNullable(backend);
        } finally {
            lock.unlock();
        }
    }

    private void forget(Waiter waiter) {
        lock.lock();
        try {
            waiters.remove(waiter);
        } finally {
            lock.unlock();
        }
        changed.raise();
    }

    /** The one with the least to do among those that may be taken; those that are equal take turns. */
    private @Nullable Backend choose(Set<Backend> tried) {
        Backend best = null;
        List<Backend> all = List.copyOf(backends.values());
        turn++;
        for (int i = 0; i < all.size(); i++) {
            Backend backend = all.get(Math.floorMod(turn + i, all.size()));
            if (!backend.draining && !tried.contains(backend) && (best == null || isBetter(backend, best))) {
                best = backend;
            }
        }
        return best;
    }

    private static boolean isBetter(Backend one, Backend other) {
        return one.isSuspect() == other.isSuspect() ? one.active < other.active : other.isSuspect();
    }

    private void begin(Backend backend) {
        backend.active++;
        active++;
    }

    /** Whoever had an instance is done with it. */
    void release(Backend backend) {
        boolean drained;
        lock.lock();
        try {
            backend.active--;
            active--;
            drained = active == 0 || (backend.draining && backend.active == 0);
        } finally {
            lock.unlock();
        }
        if (drained) {
            changed.raise();
        }
    }

    /** An instance cannot be connected to. */
    void suspect(Backend backend) {
        lock.lock();
        try {
            backend.suspect = true;
            backend.suspectUntil = System.nanoTime() + SUSPICION.toNanos();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody is to wait any more. */
    void close() {
        List<Waiter> left;
        lock.lock();
        try {
            closed = true;
            backends.clear();
            left = List.copyOf(waiters);
            waiters.clear();
        } finally {
            lock.unlock();
        }
        left.forEach(waiter -> waiter.answer().completeExceptionally(gone()));
    }

    private static IllegalStateException gone() {
        return new IllegalStateException("the service is gone");
    }

    /**
     * Somebody was answered or given up.
     *
     * @param begun when it came, in {@link System#nanoTime}
     */
    void count(long begun, boolean failed) {
        tally.add(System.nanoTime() - begun, failed);
        if (failed) {
            // Nobody may come after it for whose sake it is told.
            changed.raise();
        }
    }

    /** What goes on now. */
    Traffic traffic(String service, @Nullable String obstacle) {
        lock.lock();
        try {
            Map<String, Integer> each = new HashMap<>();
            int leaving = 0;
            for (Backend backend : backends.values()) {
                each.put(backend.instance, backend.active);
                leaving += backend.draining ? backend.active : 0;
            }
            return new Traffic(service, active, leaving, waiters.size(), total, tally.answers(), each, obstacle);
        } finally {
            lock.unlock();
        }
    }
}
