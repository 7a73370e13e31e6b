package dev.ristretto.fleet.api;

/**
 * What an instance uses of this computer.
 *
 * @param name the instance's name
 * @param pid its process
 * @param cpuSeconds processor time since it was started
 * @param memoryBytes memory of this computer that it occupies, the hypervisor's own included
 * @param limitBytes memory that it was given
 */
public record Usage(String name, long pid, double cpuSeconds, long memoryBytes, long limitBytes) {}
