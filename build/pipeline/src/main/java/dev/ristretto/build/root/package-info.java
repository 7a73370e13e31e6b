/** The files that an image brings: from the host's file system to one of the image's own. */
@NullMarked
package dev.ristretto.build.root;

import org.jspecify.annotations.NullMarked;
