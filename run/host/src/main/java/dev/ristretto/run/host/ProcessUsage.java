package dev.ristretto.run.host;

/**
 * What a process has used of this computer so far.
 *
 * @param cpuSeconds processor time in user and kernel mode
 * @param memoryBytes resident memory
 */
public record ProcessUsage(double cpuSeconds, long memoryBytes) {}
