/** Allocations that fail: their {@code OutOfMemoryError} goes where any exception of the same instruction goes. */
package dev.ristretto.build.builder.allocation;
