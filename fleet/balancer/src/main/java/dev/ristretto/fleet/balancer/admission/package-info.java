/**
 * Who may stay connected to the balancer while there is not room for everybody: one budget for all services of the
 * process.
 */
@NullMarked
package dev.ristretto.fleet.balancer.admission;

import org.jspecify.annotations.NullMarked;
