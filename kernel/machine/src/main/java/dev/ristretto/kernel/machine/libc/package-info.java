/**
 * The C library that SubstrateVM calls, written in Java and exported under the C names (POSIX.1-2017; numbers and
 * structures as in glibc on x86-64).
 *
 * <p>Only what SubstrateVM needs: applications reach the kernel through {@code kernel.jdk}.
 */
package dev.ristretto.kernel.machine.libc;
