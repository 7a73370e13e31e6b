package dev.ristretto.fleet.daemon.control;

import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.Usage;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.fleet.balancer.AnswerCounts;
import dev.ristretto.fleet.balancer.Traffic;
import dev.ristretto.fleet.daemon.samples.ServiceSamples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** What instances that are no processes would have used. */
public final class SimulatedUsage {

    private static final int SAMPLES = 240;
    private static final int PAUSE = 5;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MILLIS = 1000;

    /** Requests do not come evenly. */
    private static final int SPREAD = 6;

    private SimulatedUsage() {}

    /** Twenty minutes of it, up to a moment. From then on nothing real is added, for there is nothing. */
    public static void feed(Fleet fleet, Instant now, Random random) {
        fleet.sampling().stop();
        Map<String, Double> cpuSeconds = new HashMap<>();
        Map<String, Double> load = new HashMap<>();
        for (int i = SAMPLES; i >= 0; i--) {
            List<Usage> usages = new ArrayList<>();
            for (InstanceView instance : fleet.instances().list()) {
                if (instance.state() == InstanceState.RUNNING) {
                    String name = instance.name();
                    double percent = Math.max(
                            0.1, load.getOrDefault(name, random.nextDouble() * 8) + random.nextGaussian() * 0.6);
                    load.put(name, Math.min(40, percent));
                    double total = cpuSeconds.merge(name, percent / 100 * PAUSE, Double::sum);
                    long memory = (38L << 20) + (long) (percent * (1 << 20));
                    usages.add(new Usage(name, instance.id(), total, memory, 64 << 20));
                }
            }
            fleet.samples().add(usages, now.minusSeconds((long) i * PAUSE));
        }
    }

    /** Twenty minutes, up to a moment, in which one instance always used as much of a processor, in percent. */
    public static void feed(Fleet fleet, String name, double percent, Instant now) {
        fleet.sampling().stop();
        for (int i = SAMPLES; i >= 0; i--) {
            double total = (SAMPLES - i) * PAUSE * percent / 100;
            fleet.samples()
                    .add(List.of(new Usage(name, 1, total, 38L << 20, 64 << 20)), now.minusSeconds((long) i * PAUSE));
        }
    }

    /** Twenty minutes of a service's traffic, up to a moment: it swells and ebbs, and now and then something fails. */
    public static void feed(Fleet fleet, String service, Instant now, Random random) {
        double requests = 0;
        double failures = 0;
        double nanos = 0;
        double load = 40;
        long id = fleet.services().get(service).id();
        for (int i = SAMPLES; i >= 0; i--) {
            load = Math.max(8, load + random.nextGaussian() * 6 + 0.2);
            double millis = 6 + load / 12 + random.nextDouble() * 3;
            requests += load * PAUSE;
            failures += random.nextInt(40) == 0 ? load : 0;
            nanos += load * PAUSE * millis * NANOS_PER_MILLI;
            int active = (int) Math.round(load * millis / MILLIS * SPREAD);
            AnswerCounts answers = new AnswerCounts((long) requests, (long) failures, (long) nanos, List.of());
            Traffic traffic = new Traffic(service, active, 0, 0, (long) requests, answers, Map.of(), null);
            fleet.serviceSamples()
                    .add(
                            List.of(new ServiceSamples.Look(
                                    service,
                                    id,
                                    load * 1.4,
                                    5 * (40 << 20) + load * (1 << 18),
                                    i > SAMPLES / 2 ? 4 : 5,
                                    Optional.of(traffic))),
                            now.minusSeconds((long) i * PAUSE));
        }
    }
}
