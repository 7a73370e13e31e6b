package dev.ristretto.fleet.daemon.samples;

import dev.ristretto.fleet.api.ServiceSeries;
import dev.ristretto.fleet.balancer.AnswerCounts;
import dev.ristretto.fleet.balancer.Traffic;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/** What services did in the last while: eight kilobytes for a service. Safe for use by several threads. */
public final class ServiceSamples {

    private static final double NANOS_PER_MILLI = 1e6;

    private static final int CPU_PERCENT = 0;
    private static final int MEMORY_BYTES = 1;
    private static final int READY = 2;
    private static final int IN_FLIGHT = 3;
    private static final int REQUESTS = 4;
    private static final int FAILURES = 5;
    private static final int ANSWERS = 6;
    private static final int MILLIS = 7;
    private static final int FIGURES = 8;

    private final TimeSeries rings = new TimeSeries(FIGURES);

    /** Nothing yet. */
    ServiceSamples() {}

    /**
     * What there is to see of a service at a moment.
     *
     * @param id the service's number: another service of the same name begins anew
     * @param cpuPercent of one processor, all replicas together
     * @param memoryBytes of all replicas together
     * @param ready how many replicas answer
     * @param traffic what the balancer has reported, if it has
     */
    public record Look(
            String name, long id, double cpuPercent, double memoryBytes, int ready, Optional<Traffic> traffic) {}

    /** Adds what there is to see now. */
    public synchronized void add(List<Look> looks, Instant now) {
        rings.begin(now);
        for (Look look : looks) {
            String name = look.name();
            rings.set(name, CPU_PERCENT, look.cpuPercent());
            rings.set(name, MEMORY_BYTES, look.memoryBytes());
            rings.set(name, READY, look.ready());
            look.traffic().ifPresent(traffic -> {
                AnswerCounts answers = traffic.answers();
                rings.set(name, IN_FLIGHT, (double) traffic.active() + traffic.waiting());
                rings.setRate(name, REQUESTS, look.id(), traffic.total());
                rings.setRate(name, FAILURES, look.id(), answers.failed());
                rings.setRate(name, ANSWERS, look.id(), answers.count());
                rings.setRate(name, MILLIS, look.id(), answers.nanos() / NANOS_PER_MILLI);
            });
        }
    }

    /** What one service did, oldest first; empty if nothing is known. */
    public synchronized ServiceSeries of(String name) {
        int[] moments = rings.moments(name, READY);
        return new ServiceSeries(
                Arrays.stream(moments).mapToObj(rings::time).toList(),
                figures(moments, moment -> rings.value(name, CPU_PERCENT, moment)),
                wholes(moments, moment -> rings.value(name, MEMORY_BYTES, moment)),
                wholes(moments, moment -> rings.value(name, READY, moment)),
                wholes(moments, moment -> rings.value(name, IN_FLIGHT, moment)),
                figures(moments, moment -> rings.value(name, REQUESTS, moment)),
                figures(moments, moment -> rings.value(name, FAILURES, moment)),
                figures(moments, moment -> {
                    double answers = rings.value(name, ANSWERS, moment);
                    return answers == 0 ? 0 : rings.value(name, MILLIS, moment) / answers;
                }));
    }

    private static List<Double> figures(int[] moments, IntToDoubleFunction figure) {
        return Arrays.stream(moments)
                .mapToObj(moment -> InstanceSamples.tenths(figure.applyAsDouble(moment)))
                .toList();
    }

    private static List<Long> wholes(int[] moments, IntToDoubleFunction figure) {
        return Arrays.stream(moments)
                .mapToObj(moment -> (long) figure.applyAsDouble(moment))
                .toList();
    }
}
