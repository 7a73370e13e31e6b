/** The process that keeps a fleet and serves its API. */
@NullMarked
package dev.ristretto.fleet.daemon;

import org.jspecify.annotations.NullMarked;
