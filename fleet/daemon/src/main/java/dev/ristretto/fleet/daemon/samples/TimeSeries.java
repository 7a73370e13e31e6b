package dev.ristretto.fleet.daemon.samples;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Figures of many things at the same moments, in rings of a fixed length. Not safe for use by several threads. */
final class TimeSeries {

    /** Twenty minutes at the usual pace. */
    static final int LENGTH = 240;

    private final int figures;
    private final long[] times = new long[LENGTH];
    private final Map<String, Ring> rings = new HashMap<>();
    private int taken;

    /** Rings of so many figures for each thing. */
    TimeSeries(int figures) {
        this.figures = figures;
    }

    private final class Ring {
        private final float[][] values = new float[figures][LENGTH];
        private final double[] totals = new double[figures];
        private final long[] runs = new long[figures];

        Ring() {
            for (float[] row : values) {
                Arrays.fill(row, Float.NaN);
            }
            Arrays.fill(totals, Double.NaN);
        }

        boolean isEmpty() {
            return Arrays.stream(values)
                    .noneMatch(row -> IntStream.range(0, LENGTH).anyMatch(i -> !Float.isNaN(row[i])));
        }
    }

    /** Begins another moment, at which nothing is known yet. */
    void begin(Instant now) {
        if (taken % LENGTH == 0) {
            rings.values().removeIf(Ring::isEmpty);
        }
        int slot = taken % LENGTH;
        times[slot] = now.toEpochMilli();
        rings.values().forEach(ring -> {
            for (float[] row : ring.values) {
                row[slot] = Float.NaN;
            }
        });
        taken++;
    }

    /** Sets a figure of the present moment. */
    void set(String thing, int figure, double value) {
        ring(thing).values[figure][(taken - 1) % LENGTH] = (float) value;
    }

    /**
     * Sets a figure to what something that only grows has grown by in a second, since the moment before; without that
     * moment it stays unknown.
     *
     * @param run another one begins anew
     * @return the figure, 0 if it is not known
     */
    double setRate(String thing, int figure, long run, double total) {
        Ring ring = ring(thing);
        double grown = total - ring.totals[figure];
        double rate = 0;
        if (ring.runs[figure] == run && grown >= 0 && seconds() > 0) {
            rate = grown / seconds();
            set(thing, figure, rate);
        }
        ring.runs[figure] = run;
        ring.totals[figure] = total;
        return rate;
    }

    private Ring ring(String thing) {
        return rings.computeIfAbsent(thing, name -> new Ring());
    }

    private double seconds() {
        return taken < 2 ? 0 : (times[(taken - 1) % LENGTH] - times[(taken - 2) % LENGTH]) / 1000.0;
    }

    /** The moments at which a figure of something is known, oldest first; they count from the first one ever. */
    int[] moments(String thing, int figure) {
        Ring ring = rings.get(thing);
        return ring == null
                ? new int[0]
                : IntStream.range(Math.max(0, taken - LENGTH), taken)
                        .filter(moment -> !Float.isNaN(ring.values[figure][moment % LENGTH]))
                        .toArray();
    }

    /** The last moment; -1 before the first. */
    int last() {
        return taken - 1;
    }

    /** When a moment was, in milliseconds of Unix time. */
    long time(int moment) {
        return times[moment % LENGTH];
    }

    /** A figure at a moment; 0 if it is not known. */
    double value(String thing, int figure, int moment) {
        Ring ring = rings.get(thing);
        float value = ring == null ? Float.NaN : ring.values[figure][moment % LENGTH];
        return Float.isNaN(value) ? 0 : value;
    }

    /** Those of which a figure is known at a moment. */
    Iterable<String> things(int figure, int moment) {
        return () -> rings.entrySet().stream()
                .filter(entry -> !Float.isNaN(entry.getValue().values[figure][moment % LENGTH]))
                .map(Map.Entry::getKey)
                .iterator();
    }
}
