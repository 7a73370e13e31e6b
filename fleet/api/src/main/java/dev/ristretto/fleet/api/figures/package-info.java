/** What the kernels of instances count. */
@NullMarked
package dev.ristretto.fleet.api.figures;

import org.jspecify.annotations.NullMarked;
