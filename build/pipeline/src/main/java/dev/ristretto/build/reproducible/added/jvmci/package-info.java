/** Added to the JVM's compiler interface by a reproducible build. */
@NullMarked
package dev.ristretto.build.reproducible.added.jvmci;

import org.jspecify.annotations.NullMarked;
