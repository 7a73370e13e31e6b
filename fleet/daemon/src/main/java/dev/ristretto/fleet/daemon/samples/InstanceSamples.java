package dev.ristretto.fleet.daemon.samples;

import dev.ristretto.fleet.api.LatestSample;
import dev.ristretto.fleet.api.SampleSeries;
import dev.ristretto.fleet.api.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What instances used in the last while: two kilobytes for an instance. Safe for use by several threads. */
public final class InstanceSamples {

    /** The key of all instances together, which no instance can be called. */
    private static final String ALL = "";

    private static final int CPU_PERCENT = 0;
    private static final int MEMORY_BYTES = 1;
    private static final int FIGURES = 2;

    private final TimeSeries rings = new TimeSeries(FIGURES);

    /** Nothing yet. */
    InstanceSamples() {}

    /** Adds what the instances that run now have used until now. */
    public synchronized void add(List<Usage> usages, Instant now) {
        rings.begin(now);
        double cpuOfAll = 0;
        double memoryOfAll = 0;
        for (Usage usage : usages) {
            cpuOfAll += rings.setRate(usage.name(), CPU_PERCENT, usage.pid(), 100 * usage.cpuSeconds());
            rings.set(usage.name(), MEMORY_BYTES, usage.memoryBytes());
            memoryOfAll += usage.memoryBytes();
        }
        rings.set(ALL, CPU_PERCENT, cpuOfAll);
        rings.set(ALL, MEMORY_BYTES, memoryOfAll);
    }

    /** What one instance used, oldest first; empty if nothing is known. */
    public SampleSeries of(String name) {
        return series(name);
    }

    /** What all used together. */
    public SampleSeries ofAll() {
        return series(ALL);
    }

    private synchronized SampleSeries series(String name) {
        int[] moments = rings.moments(name, MEMORY_BYTES);
        return new SampleSeries(
                Arrays.stream(moments).mapToObj(rings::time).toList(),
                Arrays.stream(moments)
                        .mapToObj(moment -> tenths(rings.value(name, CPU_PERCENT, moment)))
                        .toList(),
                Arrays.stream(moments)
                        .mapToObj(moment -> (long) rings.value(name, MEMORY_BYTES, moment))
                        .toList());
    }

    /** The latest of each instance that runs. */
    public synchronized List<LatestSample> latest() {
        List<LatestSample> latest = new ArrayList<>();
        int moment = rings.last();
        if (moment >= 0) {
            for (String name : rings.things(MEMORY_BYTES, moment)) {
                if (!name.equals(ALL)) {
                    latest.add(new LatestSample(name, tenths(rings.value(name, CPU_PERCENT, moment)), (long)
                            rings.value(name, MEMORY_BYTES, moment)));
                }
            }
        }
        return latest;
    }

    /** As exact as anybody wants to read it. */
    static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
