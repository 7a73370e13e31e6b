/**
 * The stack against the Linux kernel: a TAP device whose other end is in a network namespace of its own. Needs root.
 */
@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.network.linux;
