/**
 * Spreads the connections and requests of services over their instances. It runs in a process of its own, which
 * outlives the daemon, and knows nothing of instances but their ports.
 */
@NullMarked
package dev.ristretto.fleet.balancer;

import org.jspecify.annotations.NullMarked;
