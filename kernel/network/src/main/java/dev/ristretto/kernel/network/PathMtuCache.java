package dev.ristretto.kernel.network;

import java.util.LinkedHashMap;
import java.util.Map;

/** What routers said about the MTU of paths (RFC 1191); forgotten after ten minutes, so that a better path is found. */
final class PathMtuCache {
    /** Smaller claims are taken for attempts to make us send tiny packets. */
    static final int MINIMUM = 552;

    private static final long LIFETIME = 600_000_000_000L;
    private static final int ENTRIES = 64;

    private record Entry(int mtu, long expires) {}

    private final NanoClock clock;
    private final Map<Integer, Entry> entries = new LinkedHashMap<>(4);

    PathMtuCache(NanoClock clock) {
        this.clock = clock;
    }

    /** The known limit, or {@link Integer#MAX_VALUE}. */
    int get(int destination) {
        if (entries.isEmpty()) {
            return Integer.MAX_VALUE;
        }
        Entry entry = entries.get(destination);
        if (entry == null) {
            return Integer.MAX_VALUE;
        }
        if (entry.expires - clock.nanoTime() <= 0) {
            entries.remove(destination);
            return Integer.MAX_VALUE;
        }
        return entry.mtu;
    }

    /** Notes a limit; only ever lowers it. */
    void lower(int destination, int mtu) {
        int limit = Math.max(MINIMUM, mtu);
        if (limit >= get(destination)) {
            return;
        }
        if (entries.size() >= ENTRIES) {
            entries.remove(entries.keySet().iterator().next());
        }
        entries.put(destination, new Entry(limit, clock.nanoTime() + LIFETIME));
    }
}
