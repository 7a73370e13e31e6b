/** What instances and services used and did in the last while, in memory of a fixed size. */
@NullMarked
package dev.ristretto.fleet.daemon.samples;

import org.jspecify.annotations.NullMarked;
