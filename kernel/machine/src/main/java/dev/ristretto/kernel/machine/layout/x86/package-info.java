/** Structures that x86-64 processors and their timers define. */
@NullMarked
package dev.ristretto.kernel.machine.layout.x86;

import org.jspecify.annotations.NullMarked;
