/** Why something cannot be done: as an exception, and as the body of an answer. */
@NullMarked
package dev.ristretto.fleet.api.error;

import org.jspecify.annotations.NullMarked;
