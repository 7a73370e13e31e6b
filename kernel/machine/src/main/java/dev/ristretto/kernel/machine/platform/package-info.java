/**
 * The machine below the kernel, of whichever kind: the only place that asks which it is.
 */
@NullMarked
package dev.ristretto.kernel.machine.platform;

import org.jspecify.annotations.NullMarked;
