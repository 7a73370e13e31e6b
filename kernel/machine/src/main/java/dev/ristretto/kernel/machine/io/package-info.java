/**
 * What drivers reach devices and the host through: interrupts, the host's descriptor for frames, random numbers,
 * counters.
 */
@NullMarked
package dev.ristretto.kernel.machine.io;

import org.jspecify.annotations.NullMarked;
