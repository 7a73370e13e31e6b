/**
 * What SubstrateVM calls and is told: the C library under its C names (POSIX.1-2017; numbers and structures as in glibc
 * on x86-64), hooks at its start, substitutions of its classes.
 *
 * <p>Only what SubstrateVM needs: applications reach the kernel through {@code kernel.personality.jdk}.
 */
@NullMarked
package dev.ristretto.kernel.machine.runtime;

import org.jspecify.annotations.NullMarked;
