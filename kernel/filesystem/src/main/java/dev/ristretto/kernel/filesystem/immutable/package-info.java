/** What files have alike that are never changed: whatever would change one fails with READ_ONLY. */
@NullMarked
package dev.ristretto.kernel.filesystem.immutable;

import org.jspecify.annotations.NullMarked;
