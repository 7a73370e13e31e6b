/** Finds out whether an instance is well: what a check asks, and what a row of answers means. */
@NullMarked
package dev.ristretto.fleet.health;

import org.jspecify.annotations.NullMarked;
