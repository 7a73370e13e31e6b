package dev.ristretto.fleet.daemon.service;

import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.state.EventKind;
import dev.ristretto.fleet.daemon.model.NewEvent;
import dev.ristretto.fleet.daemon.model.ServiceRecord;
import dev.ristretto.fleet.daemon.store.FleetDatabase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one service, as it is in the database, and who waits for news of it. It is changed by whoever has
 * its lock; anybody may look.
 */
final class CommittedService {

    private final FleetDatabase database;
    private final InstantSource clock;
    private final Runnable revisionsChanged;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile Known known;
    private volatile boolean removed;
    private volatile long changes;

    /**
     * What belongs together, for those who look without the lock.
     *
     * @param revisions what each revision runs that the service may come to
     */
    record Known(ServiceRecord service, Map<Integer, Specification> revisions) {}

    /**
     * What the database has.
     *
     * @param revisionsChanged is told when the images and volumes that the service needs may be others
     */
    CommittedService(ServiceRecord record, FleetDatabase database, InstantSource clock, Runnable revisionsChanged) {
        this.known = new Known(record, database.revisions(record));
        this.database = database;
        this.clock = clock;
        this.revisionsChanged = revisionsChanged;
    }

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    Known known() {
        return known;
    }

    /** Whether there is no such service any more. */
    boolean isRemoved() {
        return removed;
    }

    /** How often something has changed. */
    long changes() {
        return changes;
    }

    /**
     * Writes down what has become of it; with the lock.
     *
     * @param fresh what the latest revision runs, if that is new
     * @param kind what has happened; null if nobody needs to know
     */
    void commit(ServiceRecord next, @Nullable Specification fresh, @Nullable EventKind kind, String detail) {
        NewEvent event = kind == null ? null : new NewEvent(kind, detail, clock.instant());
        ServiceRecord now = known.service();
        boolean others = fresh != null || next.revision() != now.revision() || next.target() != now.target();
        database.alone(() -> {
            database.update(next, fresh, event);
            known = new Known(next, others ? database.revisions(next) : known.revisions());
        });
        if (others || next.removed()) {
            revisionsChanged.run();
        }
        tell();
    }

    /** Removes it from the database; with the lock. */
    void delete(NewEvent event) {
        database.alone(() -> {
            database.delete(known.service(), event);
            removed = true;
        });
        revisionsChanged.run();
        tell();
    }

    /** Wakes those who wait for news; with the lock. */
    void tell() {
        changes++;
        changed.signalAll();
    }

    /** Waits until something has changed since, or for a while. */
    void await(long since, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        lock.lock();
        try {
            while (!removed && changes == since) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                boolean ignored = changed.await(left, TimeUnit.NANOSECONDS);
            }
        } finally {
            lock.unlock();
        }
    }
}
