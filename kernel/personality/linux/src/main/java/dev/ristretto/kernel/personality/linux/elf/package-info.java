/** Programs in files: what they ask for, and how they come into memory. */
@NullMarked
package dev.ristretto.kernel.personality.linux.elf;

import org.jspecify.annotations.NullMarked;
