/** Talks to the daemon of this user. */
@NullMarked
package dev.ristretto.fleet.client;

import org.jspecify.annotations.NullMarked;
