/** Locks of files: flock(2) and those of fcntl(2). */
@NullMarked
package dev.ristretto.kernel.personality.linux.file.lock;

import org.jspecify.annotations.NullMarked;
