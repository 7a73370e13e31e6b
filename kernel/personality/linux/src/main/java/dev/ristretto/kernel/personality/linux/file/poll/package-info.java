/** System calls that wait for descriptors, and descriptors that are there to be waited for. */
@NullMarked
package dev.ristretto.kernel.personality.linux.file.poll;

import org.jspecify.annotations.NullMarked;
