/** What a process may have and says it is. */
@NullMarked
package dev.ristretto.kernel.personality.linux.thread.traits;

import org.jspecify.annotations.NullMarked;
