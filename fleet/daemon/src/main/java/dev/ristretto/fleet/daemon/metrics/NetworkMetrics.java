package dev.ristretto.fleet.daemon.metrics;

import static dev.ristretto.fleet.daemon.metrics.Exposition.label;

import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.abi.NetworkCounter.Kind;
import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.run.vmm.GuestCounters;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What the network stacks of instances have counted, by their names and images. All that a stack counts is written,
 * also what has not happened yet, so that it is seen when it begins to; of an instance without a network there is
 * nothing.
 */
final class NetworkMetrics {

    private final Exposition exposition;
    private final List<InstanceView> instances;
    private final Map<String, GuestCounters> figures;

    /**
     * Metrics of some instances.
     *
     * @param figures what kernels have counted, by the instances' names
     */
    NetworkMetrics(Exposition exposition, List<InstanceView> instances, Map<String, GuestCounters> figures) {
        this.exposition = exposition;
        this.instances = instances;
        this.figures = figures;
    }

    /** Writes all. */
    void write() throws IOException {
        all(Kind.FRAMES, "network_frames_total", "Frames that have passed the network card.");
        all(Kind.BYTES, "network_bytes_total", "Bytes of frames that have passed the network card.");
        all(Kind.DROPS, "network_drops_total", "Frames and packets that the network stack has dropped.");
        one(
                NetworkCounter.TRANSMIT_EXHAUSTED,
                "network_transmit_exhausted_total",
                "How often the network card had no room for a frame.");
        one(NetworkCounter.TCP_ACTIVE_OPENS, "tcp_active_opens_total", "Connections begun to be opened (RFC 4022).");
        one(
                NetworkCounter.TCP_PASSIVE_OPENS,
                "tcp_passive_opens_total",
                "Connection requests that listeners have answered (RFC 4022).");
        one(
                NetworkCounter.TCP_ATTEMPT_FAILS,
                "tcp_attempt_fails_total",
                "Connections that ended before they were open (RFC 4022).");
        one(
                NetworkCounter.TCP_ESTAB_RESETS,
                "tcp_estab_resets_total",
                "Open connections that ended otherwise than by both sides' FIN (RFC 4022).");
        one(NetworkCounter.TCP_RETRANS_SEGS, "tcp_retrans_segs_total", "Segments sent again (RFC 4022).");
        one(NetworkCounter.TCP_OUT_RSTS, "tcp_out_rsts_total", "Segments sent with the flag RST (RFC 4022).");
        one(
                NetworkCounter.TCP_SYN_COOKIES_SENT,
                "tcp_syn_cookies_sent_total",
                "Half-open connections that made room for newer ones.");
    }

    private void all(Kind kind, String suffix, String help) throws IOException {
        String name = family(suffix, help);
        for (NetworkCounter counter : NetworkCounter.values()) {
            if (counter.kind() == kind) {
                values(name, counter);
            }
        }
    }

    private void one(NetworkCounter counter, String suffix, String help) throws IOException {
        values(family(suffix, help), counter);
    }

    private String family(String suffix, String help) throws IOException {
        String name = InstanceMetrics.PREFIX + suffix;
        exposition.family(name, "counter", help);
        return name;
    }

    private void values(String name, NetworkCounter counter) throws IOException {
        StringBuilder labels = new StringBuilder();
        counter.labels().forEach((key, value) -> labels.append(',').append(label(key, value)));
        for (InstanceView instance : instances) {
            GuestCounters counted = figures.get(instance.name());
            Long value = counted == null ? null : counted.network().get(counter);
            if (value != null) {
                exposition.value(name, InstanceMetrics.labels(instance) + labels, value.doubleValue());
            }
        }
    }
}
