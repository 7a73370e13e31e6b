/**
 * Reachability metadata: what libraries do by reflection and the compiler cannot see. It comes inside jars
 * (META-INF/native-image) and from the public metadata repository.
 */
@NullMarked
package dev.ristretto.build.metadata;

import org.jspecify.annotations.NullMarked;
