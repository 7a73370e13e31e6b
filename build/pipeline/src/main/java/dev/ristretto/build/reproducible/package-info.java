/**
 * What makes the compiler's JVM do the same things in the same order every time, so that the same input gives the same
 * image.
 */
@NullMarked
package dev.ristretto.build.reproducible;

import org.jspecify.annotations.NullMarked;
