package dev.ristretto.kernel.network.dns;

import dev.ristretto.kernel.network.time.NanoClock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers for as long as they say, a day at most. Bounded: the oldest go first. Used with the stack's lock held. */
final class DnsCache {
    private static final long SECOND = 1_000_000_000L;
    private static final long LONGEST = 86_400;

    private record Key(String name, int type) {}

    private record Entry(DnsAnswer answer, long expires) {}

    private final NanoClock clock;
    private final int limit;
    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    DnsCache(NanoClock clock, int limit) {
        this.clock = clock;
        this.limit = limit;
    }

    @Nullable
    DnsAnswer get(String name, int type) {
        Key key = key(name, type);
        Entry entry = entries.get(key);
        if (entry == null) {
            return null;
        }
        if (entry.expires - clock.nanoTime() <= 0) {
            entries.remove(key);
            return null;
        }
        return entry.answer;
    }

    void put(String name, int type, DnsAnswer answer, long seconds) {
        if (seconds <= 0) {
            return;
        }
        Key key = key(name, type);
        entries.remove(key);
        if (entries.size() >= limit) {
            entries.remove(entries.keySet().iterator().next());
        }
        entries.put(key, new Entry(answer, clock.nanoTime() + Math.min(LONGEST, seconds) * SECOND));
    }

    void clear() {
        entries.clear();
    }

    private static Key key(String name, int type) {
        String absolute = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return new Key(absolute.toLowerCase(Locale.ROOT), type);
    }
}
