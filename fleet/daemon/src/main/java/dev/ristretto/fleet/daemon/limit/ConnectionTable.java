package dev.ristretto.fleet.daemon.limit;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * All connections from the network. Where there are too many, that of them is closed which has come least far and has
 * taken longest for it; one by which somebody known is being answered, as far as they have a place for that, is never
 * closed for a new one. What takes too long is closed as well. Safe for use by several threads.
 */
public final class ConnectionTable extends AbstractLifeCycle {

    private final ApiBudget budget;
    private final Scheduler scheduler;
    private final Executor executor;
    private final Set<PeerConnection> open = new HashSet<>();

    /**
     * An empty table.
     *
     * @param scheduler has it looked at from time to time
     * @param executor closes what has had its time
     */
    public ConnectionTable(ApiBudget budget, Scheduler scheduler, Executor executor) {
        this.budget = budget;
        this.scheduler = scheduler;
        this.executor = executor;
    }

    @Override
    protected void doStart() {
        scheduleLook();
    }

    /** Makes room for a connection; returns whether there is any. */
    boolean admit(PeerConnection fresh) {
        Optional<PeerConnection> victim = Optional.empty();
        synchronized (this) {
            long ofPeer = open.stream().filter(isOf(fresh.peer())).count();
            if (ofPeer >= budget.connectionsOfPeer() || open.size() >= budget.connections()) {
                victim = leastFinished(ofPeer >= budget.connectionsOfPeer() ? isOf(fresh.peer()) : any -> true);
                if (victim.isEmpty()) {
                    return false;
                }
                victim.ifPresent(open::remove);
            }
            open.add(fresh);
        }
        victim.ifPresent(connection -> connection.close(new TimeoutException("another connection took its place")));
        return true;
    }

    private Optional<PeerConnection> leastFinished(Predicate<PeerConnection> among) {
        return open.stream()
                .filter(among)
                .filter(connection -> connection.phase() != PeerConnection.Phase.KEPT)
                .min(Comparator.comparing(PeerConnection::phase)
                        .thenComparing(PeerConnection::since, (a, b) -> Long.signum(a - b)));
    }

    private static Predicate<PeerConnection> isOf(String peer) {
        return connection -> connection.peer().equals(peer);
    }

    synchronized void remove(PeerConnection connection) {
        open.remove(connection);
    }

    private void scheduleLook() {
        Duration shorter = budget.head().compareTo(budget.patience()) < 0 ? budget.head() : budget.patience();
        scheduler.schedule(
                () -> executor.execute(this::look), Math.max(10, shorter.toMillis() / 10), TimeUnit.MILLISECONDS);
    }

    private void look() {
        long now = System.nanoTime();
        List<PeerConnection> overdue;
        synchronized (this) {
            overdue = open.stream()
                    .filter(connection -> connection.isOverdue(now, budget))
                    .toList();
        }
        try {
            overdue.forEach(connection -> connection.close(new TimeoutException("it took too long")));
        } finally {
            if (isRunning()) {
                scheduleLook();
            }
        }
    }
}
