/** Exceptions that compiled code throws by itself, in the words of HotSpot. */
@NullMarked
package dev.ristretto.kernel.machine.exceptions;

import org.jspecify.annotations.NullMarked;
