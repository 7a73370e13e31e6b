/** Keeps instances as they are wanted. Knows no terminal: it is told what to do through {@link dev.ristretto.fleet.Fleet} or the daemon's API. */
@NullMarked
package dev.ristretto.fleet;

import org.jspecify.annotations.NullMarked;
