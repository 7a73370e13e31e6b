/**
 * Physical pages, page tables, address ranges, the C heap, and memory shared with devices.
 */
@NullMarked
package dev.ristretto.kernel.machine.memory;

import org.jspecify.annotations.NullMarked;
