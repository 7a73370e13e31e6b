/** System calls on files and descriptors: paths, bytes, properties, locks. */
@NullMarked
package dev.ristretto.kernel.personality.linux.file;

import org.jspecify.annotations.NullMarked;
