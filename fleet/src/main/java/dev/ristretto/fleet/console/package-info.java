/** What instances have written to their consoles. */
@NullMarked
package dev.ristretto.fleet.console;

import org.jspecify.annotations.NullMarked;
