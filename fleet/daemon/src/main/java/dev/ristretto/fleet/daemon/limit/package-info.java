/** How much clients may have: of connections, of places for requests, of memory, of time. */
@NullMarked
package dev.ristretto.fleet.daemon.limit;

import org.jspecify.annotations.NullMarked;
