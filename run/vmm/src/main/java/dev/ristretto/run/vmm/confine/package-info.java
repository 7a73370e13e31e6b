/**
 * Walls that this host puts up around a program before its first instruction: a launcher of a few instructions makes
 * the system calls of a script, which Java has written, and then becomes that program.
 */
@NullMarked
package dev.ristretto.run.vmm.confine;

import org.jspecify.annotations.NullMarked;
