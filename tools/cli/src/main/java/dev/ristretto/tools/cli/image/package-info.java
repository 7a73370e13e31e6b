/** Commands that make, list, show and remove images. */
@NullMarked
package dev.ristretto.tools.cli.image;

import org.jspecify.annotations.NullMarked;
