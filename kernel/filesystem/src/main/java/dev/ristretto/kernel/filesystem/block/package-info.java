/** Devices of blocks, and a bounded cache of what is on them. */
@NullMarked
package dev.ristretto.kernel.filesystem.block;

import org.jspecify.annotations.NullMarked;
