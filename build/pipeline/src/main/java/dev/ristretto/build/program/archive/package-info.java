/** Images of containers, as archives and folders hold them, and what an image of ours has of them. */
@NullMarked
package dev.ristretto.build.program.archive;

import org.jspecify.annotations.NullMarked;
