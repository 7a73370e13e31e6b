/** Images on disk: an OCI image layout that several threads and processes share. */
@NullMarked
package dev.ristretto.image.store;

import org.jspecify.annotations.NullMarked;
