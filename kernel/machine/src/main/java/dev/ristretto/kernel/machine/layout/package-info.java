/**
 * The structures of the kernel in raw memory, a class each, and the map of the address space.
 *
 * <p>Offsets are this package's own; all others use the named accessors. The lowest package: it uses none of the
 * others.
 */
@NullMarked
package dev.ristretto.kernel.machine.layout;

import org.jspecify.annotations.NullMarked;
