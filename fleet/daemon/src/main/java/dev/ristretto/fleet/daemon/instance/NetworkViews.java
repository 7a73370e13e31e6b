package dev.ristretto.fleet.daemon.instance;

import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.abi.NetworkCounter.Kind;
import dev.ristretto.fleet.api.figures.NetworkFigures;
import dev.ristretto.fleet.api.figures.NetworkFigures.DropCount;
import dev.ristretto.fleet.api.figures.NetworkFigures.FrameCount;
import dev.ristretto.fleet.api.figures.NetworkFigures.TcpCounts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a network stack has counted, as users see it. */
final class NetworkViews {

    private NetworkViews() {}

    /** Null if nothing is known of the network. */
    static @Nullable NetworkFigures of(Map<NetworkCounter, Long> counted) {
        if (counted.isEmpty()) {
            return null;
        }
        Map<Map<String, String>, Long> bytes = byLabels(counted, Kind.BYTES);
        List<FrameCount> frames = new ArrayList<>();
        byLabels(counted, Kind.FRAMES)
                .forEach((labels, count) -> frames.add(new FrameCount(
                        label(labels, "protocol"), label(labels, "direction"), count, bytes.getOrDefault(labels, 0L))));
        List<DropCount> drops = new ArrayList<>();
        byLabels(counted, Kind.DROPS)
                .forEach((labels, count) -> drops.add(new DropCount(
                        label(labels, "protocol"), label(labels, "direction"), label(labels, "reason"), count)));
        TcpCounts tcp = new TcpCounts(
                counted.get(NetworkCounter.TCP_ACTIVE_OPENS),
                counted.get(NetworkCounter.TCP_PASSIVE_OPENS),
                counted.get(NetworkCounter.TCP_ATTEMPT_FAILS),
                counted.get(NetworkCounter.TCP_ESTAB_RESETS),
                counted.get(NetworkCounter.TCP_RETRANS_SEGS),
                counted.get(NetworkCounter.TCP_OUT_RSTS),
                counted.get(NetworkCounter.TCP_SYN_COOKIES_SENT));
        return new NetworkFigures(frames, drops, tcp, counted.get(NetworkCounter.TRANSMIT_EXHAUSTED));
    }

    /** The counters of a kind that are known, in their order. */
    private static Map<Map<String, String>, Long> byLabels(Map<NetworkCounter, Long> counted, Kind kind) {
        Map<Map<String, String>, Long> known = new LinkedHashMap<>();
        for (NetworkCounter counter : NetworkCounter.values()) {
            Long count = counted.get(counter);
            if (counter.kind() == kind && count != null) {
                known.put(counter.labels(), count);
            }
        }
        return known;
    }

    private static String label(Map<String, String> labels, String name) {
        return labels.getOrDefault(name, "");
    }
}
