package dev.ristretto.fleet.api;

import java.util.List;

/**
 * What was used in the last while, oldest first; three lists of the same length.
 *
 * @param times milliseconds of Unix time
 * @param cpuPercent of one processor, on average since the moment before
 * @param memoryBytes memory of this computer, the hypervisor's own included
 */
public record SampleSeries(List<Long> times, List<Double> cpuPercent, List<Long> memoryBytes) {}
