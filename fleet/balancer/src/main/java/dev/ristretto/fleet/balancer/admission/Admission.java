package dev.ristretto.fleet.balancer.admission;

import dev.ristretto.fleet.balancer.admission.Admitted.Rank;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who may be connected. When there is no room for somebody new, a connection is closed: of those whose client is waited
 * for - for a request's head or body, for the next request, or to take an answer - the one that was waited for longest.
 * If there is none, it is one that is spread as a whole and was silent longest, and then one that waits for a replica.
 * One that a replica works for stays. Who has just come stays too unless there are very many of them. Safe for use by
 * several threads.
 */
public final class Admission implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Admission.class.getName());
    private static final long SWEEP_MILLIS = 1000;

    private static final long WARNING_NANOS = 60_000_000_000L;

    /** So large a part of all connections may be new ones before the oldest of these goes first. */
    private static final int SHARE_OF_NEW_ONES = 4;

    private final ConnectionLimits limits;
    private final LongSupplier clock;
    private final Share everything = new Share("everything");
    private final AtomicLong warned;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition someone = lock.newCondition();
    private final Set<Admitted> all = new LinkedHashSet<>();
    private final Map<String, Share> peers = new HashMap<>();
    private final Map<String, Share> services = new HashMap<>();
    private final @Nullable Thread sweeper;

    /** An admission that looks for what is overdue once a second while somebody is connected. */
    public Admission(ConnectionLimits limits) {
        this.limits = limits;
        this.clock = System::nanoTime;
        this.warned = new AtomicLong(now() - WARNING_NANOS);
        this.sweeper = Thread.ofVirtual().name("balancer admission").start(this::sweep);
    }

    /** An admission by another clock, in nanoseconds, for which somebody has to {@link #expire}. */
    Admission(ConnectionLimits limits, LongSupplier clock) {
        this.limits = limits;
        this.clock = clock;
        this.warned = new AtomicLong(now() - WARNING_NANOS);
        this.sweeper = null;
    }

    /**
     * Somebody wants to be connected.
     *
     * @param service which one is called
     * @param address who calls
     * @param stage where the connection begins
     * @param close ends the connection; called at most once, from any thread
     * @return empty if there is no room, not even for another one's
     */
    public Optional<Admitted> admit(String service, String address, Stage stage, Runnable close) {
        List<Admitted> dropped = new ArrayList<>();
        Admitted fresh = null;
        lock.lock();
        try {
            Share caller = peers.getOrDefault(address, new Share(address));
            Share called = services.getOrDefault(service, new Share(service));
            if (makeRoom(called, caller, dropped)) {
                fresh = new Admitted(this, called, caller, stage, close);
                peers.put(address, caller);
                services.put(service, called);
                for (Share each : List.of(caller, called, everything)) {
                    each.connections++;
                    each.add(ConnectionLimits.BYTES_PER_CONNECTION);
                }
                all.add(fresh);
                someone.signal();
            }
        } finally {
            lock.unlock();
        }
        dropped.forEach(Admitted::drop);
        if (fresh == null) {
            warn(service);
        }
        return Optional.ofNullable(fresh);
    }

    private void warn(String service) {
        long now = now();
        long last = warned.get();
        if (now - last > WARNING_NANOS && warned.compareAndSet(last, now)) {
            LOG.log(
                    Level.WARNING,
                    "connections are refused, now one to " + service + ", because replicas work for all that there is"
                            + " room for: " + connections() + " of " + limits.connections() + " connections, "
                            + bytes() + " of " + limits.bytes() + " bytes");
        }
    }

    private boolean makeRoom(Share service, Share peer, List<Admitted> dropped) {
        return (peer.connections < limits.perPeer() || dropOne(each -> each.peer == peer, dropped))
                && (service.connections < limits.perService() || dropOne(each -> each.service == service, dropped))
                && (all.size() < limits.connections() || dropOne(each -> true, dropped))
                && makeRoom(service, peer, ConnectionLimits.BYTES_PER_CONNECTION, each -> true, dropped);
    }

    /** Closes connections until so many bytes are free, for one address and one service too. */
    private boolean makeRoom(Share service, Share peer, long bytes, Predicate<Admitted> which, List<Admitted> dropped) {
        return makeRoom(peer, limits.bytesPerPeer(), bytes, which.and(each -> each.peer == peer), dropped)
                && makeRoom(
                        service, limits.bytesPerService(), bytes, which.and(each -> each.service == service), dropped)
                && makeRoom(everything, limits.bytes(), bytes, which, dropped);
    }

    private boolean makeRoom(Share share, long limit, long bytes, Predicate<Admitted> which, List<Admitted> dropped) {
        while (share.bytes() + bytes > limit) {
            if (!dropOne(which, dropped)) {
                return false;
            }
        }
        return true;
    }

    /** Removes the one of these that is to go first; the caller closes it when nothing is locked. */
    private boolean dropOne(Predicate<Admitted> which, List<Admitted> dropped) {
        long now = now();
        List<Admitted> candidates = all.stream().filter(which).toList();
        boolean newOnesGo =
                candidates.stream().filter(each -> each.isNew(now)).count() > limits.connections() / SHARE_OF_NEW_ONES;
        Admitted first = null;
        Rank least = null;
        for (Admitted each : candidates) {
            Rank rank = each.rank(now, newOnesGo);
            if (rank == null) {
                continue;
            }
            int order = first == null || least == null ? -1 : rank.compareTo(least);
            if (order < 0 || (order == 0 && first != null && each.waitedFor(now) > first.waitedFor(now))) {
                first = each;
                least = rank;
            }
        }
        if (first == null) {
            return false;
        }
        forget(first);
        dropped.add(first);
        return true;
    }

    private void forget(Admitted gone) {
        all.remove(gone);
        gone.forget();
        for (Share each : List.of(gone.peer, gone.service, everything)) {
            each.connections--;
            each.add(-ConnectionLimits.BYTES_PER_CONNECTION);
        }
        forgetIfEmpty(peers, gone.peer);
        forgetIfEmpty(services, gone.service);
    }

    private static void forgetIfEmpty(Map<String, Share> shares, Share share) {
        if (share.connections == 0) {
            shares.remove(share.name);
        }
    }

    /** It is gone, if it has not been removed before. */
    void remove(Admitted gone) {
        lock.lock();
        try {
            if (all.contains(gone)) {
                forget(gone);
            }
        } finally {
            lock.unlock();
        }
    }

    boolean takeIfFree(Admitted taker, long bytes) {
        if (!taker.peer.take(bytes, limits.bytesPerPeer())) {
            return false;
        }
        if (!taker.service.take(bytes, limits.bytesPerService())) {
            taker.peer.add(-bytes);
            return false;
        }
        if (!everything.take(bytes, limits.bytes())) {
            taker.peer.add(-bytes);
            taker.service.add(-bytes);
            return false;
        }
        return true;
    }

    boolean take(Admitted taker, long bytes) {
        if (takeIfFree(taker, bytes)) {
            return true;
        }
        List<Admitted> dropped = new ArrayList<>();
        boolean room;
        lock.lock();
        try {
            room = all.contains(taker)
                    && makeRoom(taker.service, taker.peer, bytes, each -> each != taker, dropped)
                    && takeIfFree(taker, bytes);
        } finally {
            lock.unlock();
        }
        dropped.forEach(Admitted::drop);
        return room;
    }

    void giveBack(Admitted giver, long bytes) {
        for (Share each : List.of(giver.peer, giver.service, everything)) {
            each.add(-bytes);
        }
    }

    long now() {
        return clock.getAsLong();
    }

    /** Ends those that are overdue. */
    void expire() {
        List<Admitted> dropped = new ArrayList<>();
        lock.lock();
        try {
            long now = now();
            for (Admitted each : all) {
                if (each.isOverdue(now, limits)) {
                    dropped.add(each);
                }
            }
            dropped.forEach(this::forget);
        } finally {
            lock.unlock();
        }
        dropped.forEach(Admitted::drop);
    }

    private void sweep() {
        try {
            while (true) {
                lock.lock();
                try {
                    while (all.isEmpty()) {
                        someone.await();
                    }
                } finally {
                    lock.unlock();
                }
                Thread.sleep(SWEEP_MILLIS);
                expire();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many are connected. */
    public int connections() {
        lock.lock();
        try {
            return all.size();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of heap that they are charged for. */
    public long bytes() {
        return everything.bytes();
    }

    /** Nothing is looked for any more. */
    @Override
    public void close() {
        if (sweeper != null) {
            sweeper.interrupt();
        }
    }
}
