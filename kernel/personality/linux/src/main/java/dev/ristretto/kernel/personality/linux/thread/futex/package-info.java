/** Waiting for words of memory to change (futex(2)). */
@NullMarked
package dev.ristretto.kernel.personality.linux.thread.futex;

import org.jspecify.annotations.NullMarked;
