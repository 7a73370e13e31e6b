/** A client of the daemon, whose operations are generated from {@code docs/openapi.json}. */
@NullMarked
package dev.ristretto.fleet.client;

import org.jspecify.annotations.NullMarked;
