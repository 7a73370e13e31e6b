/**
 * A fleet of thousands of instances that are no virtual machines, to measure what the daemon itself costs:
 * {@code benchmarks/fleet-simulated}.
 */
@NullMarked
package dev.ristretto.fleet.daemon.benchmark;

import org.jspecify.annotations.NullMarked;
