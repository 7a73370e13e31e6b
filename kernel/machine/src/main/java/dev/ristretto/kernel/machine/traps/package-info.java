/**
 * What happens, told from below to those above: the only up-calls of the kernel.
 */
@NullMarked
package dev.ristretto.kernel.machine.traps;

import org.jspecify.annotations.NullMarked;
