/**
 * Looking into trees of files, and copying between them and this computer. What is in them was written by others: it is
 * shown and copied, and never obeyed. Knows neither volumes nor images: whoever has files hands them over.
 */
@NullMarked
package dev.ristretto.run.volume.files;

import org.jspecify.annotations.NullMarked;
