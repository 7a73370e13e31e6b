/** Signals: which wait, what they do, and how a handler is called in ring 3. */
@NullMarked
package dev.ristretto.kernel.personality.linux.thread.signal;

import org.jspecify.annotations.NullMarked;
