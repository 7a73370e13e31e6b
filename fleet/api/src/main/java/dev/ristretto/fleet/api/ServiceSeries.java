package dev.ristretto.fleet.api;

import java.util.List;

/**
 * What a service did in the last while, oldest first; lists of the same length. Figures of traffic are 0 where the
 * balancer was not heard of.
 *
 * @param times milliseconds of Unix time
 * @param cpuPercent of one processor, all replicas together, on average since the moment before
 * @param memoryBytes of all replicas together
 * @param ready how many replicas answered
 * @param inFlight requests or connections that replicas worked on or that waited for one
 * @param requestsPerSecond how many came in a second since the moment before
 * @param failuresPerSecond how many of them were not answered as they should be
 * @param latencyMillis how long they took on average; for connections, until a replica took them
 */
public record ServiceSeries(
        List<Long> times,
        List<Double> cpuPercent,
        List<Long> memoryBytes,
        List<Long> ready,
        List<Long> inFlight,
        List<Double> requestsPerSecond,
        List<Double> failuresPerSecond,
        List<Double> latencyMillis) {}
