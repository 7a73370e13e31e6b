/** The daemon, a process of the user: put together from its parts. */
@NullMarked
package dev.ristretto.fleet.daemon;

import org.jspecify.annotations.NullMarked;
