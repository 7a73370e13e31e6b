/**
 * The console of the instance, bytes in and out.
 */
@NullMarked
package dev.ristretto.kernel.machine.console;

import org.jspecify.annotations.NullMarked;
