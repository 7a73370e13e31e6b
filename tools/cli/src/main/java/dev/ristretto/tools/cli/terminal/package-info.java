/** What commands print on and read from a terminal. */
@NullMarked
package dev.ristretto.tools.cli.terminal;

import org.jspecify.annotations.NullMarked;
