/** Structures of Linux's C interface on x86-64: of its system calls, and of the C library that the runtime calls. */
@NullMarked
package dev.ristretto.kernel.machine.layout.linux;

import org.jspecify.annotations.NullMarked;
