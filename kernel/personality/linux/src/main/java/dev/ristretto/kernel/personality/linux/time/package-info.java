/** The time as programs ask for it, and sleeping. */
@NullMarked
package dev.ristretto.kernel.personality.linux.time;

import org.jspecify.annotations.NullMarked;
