/** What the daemon tells Prometheus. */
@NullMarked
package dev.ristretto.fleet.daemon.metrics;

import org.jspecify.annotations.NullMarked;
