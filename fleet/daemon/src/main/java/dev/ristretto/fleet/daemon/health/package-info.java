/** Health checks of instances: taken, counted, and reported to the reconcilers. */
@NullMarked
package dev.ristretto.fleet.daemon.health;

import org.jspecify.annotations.NullMarked;
