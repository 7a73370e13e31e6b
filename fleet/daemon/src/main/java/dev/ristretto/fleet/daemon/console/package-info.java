/** What instances have written, in files of limited size that can be read from a time on. */
@NullMarked
package dev.ristretto.fleet.daemon.console;

import org.jspecify.annotations.NullMarked;
