package dev.ristretto.kernel.network.ip;

import dev.ristretto.kernel.network.time.TimerQueue;
import java.util.LinkedHashMap;
import java.util.Map;

/** What routers said about the MTU of paths (RFC 1191); forgotten after ten minutes, so that a better path is found. */
final class PathMtuCache {
    private static final long LIFETIME = 600_000_000_000L;
    private static final int ENTRIES = 64;

    private record Entry(int mtu, long expires) {}

    private final TimerQueue timers;
    private final Map<IpAddress, Entry> entries = new LinkedHashMap<>(4);

    PathMtuCache(TimerQueue timers) {
        this.timers = timers;
    }

    /** The known limit, or {@link Integer#MAX_VALUE}. */
    int get(IpAddress destination) {
        if (entries.isEmpty()) {
            return Integer.MAX_VALUE;
        }
        Entry entry = entries.get(destination);
        if (entry == null) {
            return Integer.MAX_VALUE;
        }
        if (entry.expires - timers.nanoTime() <= 0) {
            entries.remove(destination);
            return Integer.MAX_VALUE;
        }
        return entry.mtu;
    }

    /** Notes a limit; only ever lowers it. */
    void lower(IpAddress destination, int mtu) {
        int limit = Math.max(IpLayer.LEAST_PATH_MTU, mtu);
        if (limit >= get(destination)) {
            return;
        }
        if (entries.size() >= ENTRIES) {
            entries.remove(entries.keySet().iterator().next());
        }
        entries.put(destination, new Entry(limit, timers.nanoTime() + LIFETIME));
    }
}
