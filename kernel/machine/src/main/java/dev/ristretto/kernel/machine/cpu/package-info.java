/**
 * What every processor can do: single operations, spin locks, its counter, page table entries.
 *
 * <p>Forwards to the one kind that an image is compiled for; above it nobody says which.
 */
@NullMarked
package dev.ristretto.kernel.machine.cpu;

import org.jspecify.annotations.NullMarked;
