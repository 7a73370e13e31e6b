package dev.ristretto.kernel.network.icmp;

import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.ip.Route;
import dev.ristretto.kernel.network.time.Timer;
import dev.ristretto.kernel.network.time.TimerQueue;
import java.util.HashMap;
import java.util.Map;

/** An echo request under way. */
final class Ping {
    /** The echo requests that wait for an answer, by identifier and sequence number. */
    static final class Table {
        private final Map<Integer, Ping> pings = new HashMap<>(4);

        /** An answer has come from {@code source}, or a report that says that {@code source} cannot be reached. */
        void finish(int key, IpAddress source, boolean answered, long now) {
            Ping ping = pings.get(key);
            if (ping != null && ping.route.destination().equals(source)) {
                ping.finish(answered ? now - ping.sent : -1);
            }
        }
    }

    private final Table table;
    private final int key;
    private final Route route;
    private final long sent;
    private final Timer timeout;
    private final PingListener listener;

    /** Begins to wait for the answer to a request that is about to be sent. */
    Ping(Table table, int key, Route route, TimerQueue timers, long timeoutNanos, PingListener listener) {
        this.table = table;
        this.key = key;
        this.route = route;
        this.listener = listener;
        sent = timers.nanoTime();
        timeout = timers.newTimer(() -> finish(-1));
        table.pings.put(key, this);
        timeout.schedule(sent + timeoutNanos);
    }

    /** Ends the wait; the listener is not told. */
    void forget() {
        table.pings.remove(key, this);
        timeout.cancel();
    }

    private void finish(long roundTrip) {
        if (table.pings.get(key) == this) {
            forget();
            listener.pingFinished(roundTrip);
        }
    }
}
