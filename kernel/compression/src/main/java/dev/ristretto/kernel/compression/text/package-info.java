/** Texts of an image in few bytes. */
@NullMarked
package dev.ristretto.kernel.compression.text;

import org.jspecify.annotations.NullMarked;
