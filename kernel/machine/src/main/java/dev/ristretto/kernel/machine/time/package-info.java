/**
 * The clock, and the heap of those who wait for a time.
 */
@NullMarked
package dev.ristretto.kernel.machine.time;

import org.jspecify.annotations.NullMarked;
