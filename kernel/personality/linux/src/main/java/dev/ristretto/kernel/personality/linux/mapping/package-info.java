/** The system calls that change and ask about a program's memory. */
@NullMarked
package dev.ristretto.kernel.personality.linux.mapping;

import org.jspecify.annotations.NullMarked;
