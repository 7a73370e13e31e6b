/** System calls: who makes one, and who answers it. */
@NullMarked
package dev.ristretto.kernel.personality.linux.call;

import org.jspecify.annotations.NullMarked;
