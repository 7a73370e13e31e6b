package dev.ristretto.fleet;

import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What instances that are no processes would have used. */
public final class SimulatedUsage {

    private static final int SAMPLES = 240;
    private static final int PAUSE = 5;

    private SimulatedUsage() {}

    /** Twenty minutes of it, up to a moment. */
    public static void feed(Fleet fleet, Instant now, Random random) {
        Map<String, Double> cpuSeconds = new HashMap<>();
        Map<String, Double> load = new HashMap<>();
        for (int i = SAMPLES; i >= 0; i--) {
            List<Usage> usages = new ArrayList<>();
            for (InstanceView instance : fleet.list()) {
                if (instance.state().equals("running")) {
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
}
