package dev.ristretto.fleet;

import dev.ristretto.fleet.api.LatestSample;
import dev.ristretto.fleet.api.SampleSeries;
import dev.ristretto.fleet.api.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What instances used in the last while: processor and memory of each at the same moments, in rings of a fixed length, two kilobytes for an instance. Safe
 * for use by several threads.
 */
public final class Samples {

    /** An hour and a half at the usual pace. */
    static final int LENGTH = 240;

    /** The key of all instances together, which no instance can be called. */
    private static final String ALL = "";

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(5);

    /** Looking at thousands of processes takes a while; it must not take more than this part of one processor. */
    private static final int PAUSE_PER_COST = 200;

    private final Supplier<List<Usage>> source;
    private final InstantSource clock;
    private final long[] times = new long[LENGTH];
    private final Map<String, Ring> rings = new HashMap<>();
    private int taken;
    private @Nullable Thread thread;

    /** Samples of what a source says about the instances that run now. */
    Samples(Supplier<List<Usage>> source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    private static final class Ring {
        private final float[] cpuPercent = new float[LENGTH];
        private final float[] memoryBytes = new float[LENGTH];
        private long pid;
        private double cpuSeconds;

        Ring() {
            Arrays.fill(cpuPercent, Float.NaN);
            Arrays.fill(memoryBytes, Float.NaN);
        }
    }

    /** Samples from now on. */
    void start() {
        thread = Thread.ofVirtual().name("samples").start(this::run);
    }

    void stop() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                long start = System.nanoTime();
                take();
                Duration pause = Duration.ofNanos(System.nanoTime() - start).multipliedBy(PAUSE_PER_COST);
                Thread.sleep(pause.compareTo(SHORTEST_PAUSE) > 0 ? pause : SHORTEST_PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes one sample of each. */
    void take() {
        List<Usage> usages = source.get();
        add(usages, clock.instant());
    }

    synchronized void add(List<Usage> usages, Instant now) {
        int slot = taken % LENGTH;
        long millis = now.toEpochMilli();
        double seconds = taken == 0 ? 0 : (millis - times[(taken - 1) % LENGTH]) / 1000.0;
        times[slot] = millis;
        rings.values().forEach(ring -> {
            ring.cpuPercent[slot] = Float.NaN;
            ring.memoryBytes[slot] = Float.NaN;
        });
        double cpuOfAll = 0;
        double memoryOfAll = 0;
        for (Usage usage : usages) {
            Ring ring = rings.computeIfAbsent(usage.name(), name -> new Ring());
            if (ring.pid == usage.pid() && seconds > 0) {
                double percent = Math.max(0, 100 * (usage.cpuSeconds() - ring.cpuSeconds) / seconds);
                ring.cpuPercent[slot] = (float) percent;
                cpuOfAll += percent;
            }
            ring.pid = usage.pid();
            ring.cpuSeconds = usage.cpuSeconds();
            ring.memoryBytes[slot] = usage.memoryBytes();
            memoryOfAll += usage.memoryBytes();
        }
        Ring all = rings.computeIfAbsent(ALL, name -> new Ring());
        all.cpuPercent[slot] = (float) cpuOfAll;
        all.memoryBytes[slot] = (float) memoryOfAll;
        taken++;
        if (slot == LENGTH - 1) {
            forgetTheGone();
        }
    }

    private void forgetTheGone() {
        rings.values().removeIf(ring -> {
            for (float bytes : ring.memoryBytes) {
                if (!Float.isNaN(bytes)) {
                    return false;
                }
            }
            return true;
        });
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
        Ring ring = rings.get(name);
        List<Long> moments = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        List<Long> memory = new ArrayList<>();
        for (int i = Math.max(0, taken - LENGTH); ring != null && i < taken; i++) {
            int slot = i % LENGTH;
            if (!Float.isNaN(ring.memoryBytes[slot])) {
                moments.add(times[slot]);
                float percent = ring.cpuPercent[slot];
                cpu.add(Float.isNaN(percent) ? 0 : Math.round(percent * 10) / 10.0);
                memory.add((long) ring.memoryBytes[slot]);
            }
        }
        return new SampleSeries(moments, cpu, memory);
    }

    /** The latest of each instance that runs. */
    public synchronized List<LatestSample> latest() {
        List<LatestSample> latest = new ArrayList<>();
        if (taken > 0) {
            int slot = (taken - 1) % LENGTH;
            rings.forEach((name, ring) -> {
                if (!name.equals(ALL) && !Float.isNaN(ring.memoryBytes[slot])) {
                    float percent = ring.cpuPercent[slot];
                    latest.add(new LatestSample(name, Float.isNaN(percent) ? 0 : Math.round(percent * 10) / 10.0, (long)
                            ring.memoryBytes[slot]));
                }
            });
        }
        return latest;
    }
}
