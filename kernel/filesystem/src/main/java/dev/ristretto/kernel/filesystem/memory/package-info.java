/** Files in the Java heap: what an image has where nothing else is mounted. */
@NullMarked
package dev.ristretto.kernel.filesystem.memory;

import org.jspecify.annotations.NullMarked;
