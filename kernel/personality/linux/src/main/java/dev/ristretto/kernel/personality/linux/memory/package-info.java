/** The memory of programs: what is where, and copies to and from there. */
@NullMarked
package dev.ristretto.kernel.personality.linux.memory;

import org.jspecify.annotations.NullMarked;
