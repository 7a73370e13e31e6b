/** The daemon of this computer: where its files are, and how it is started. */
@NullMarked
package dev.ristretto.fleet.launcher;

import org.jspecify.annotations.NullMarked;
