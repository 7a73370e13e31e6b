/**
 * Added to java.base of the compiler's JVM by a reproducible build. Nothing of it runs in this program or in an image.
 */
@NullMarked
package dev.ristretto.build.reproducible.added;

import org.jspecify.annotations.NullMarked;
