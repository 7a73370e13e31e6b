/** States and kinds, each with the name that it has in JSON. */
@NullMarked
package dev.ristretto.fleet.api.state;

import org.jspecify.annotations.NullMarked;
