/** Unmodified programs of Linux: finding out what a path holds, building it by its own tool, and what it needs. */
@NullMarked
package dev.ristretto.build.program;

import org.jspecify.annotations.NullMarked;
