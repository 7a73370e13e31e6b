package dev.ristretto.fleet.api;

/**
 * What an instance used when the daemon looked last.
 *
 * @param name the instance's name
 * @param cpuPercent of one processor, on average since it looked before
 * @param memoryBytes memory of this computer, the hypervisor's own included
 */
public record LatestSample(String name, double cpuPercent, long memoryBytes) {}
