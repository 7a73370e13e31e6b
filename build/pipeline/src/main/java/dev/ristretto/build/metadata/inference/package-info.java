/**
 * Metadata that nobody has to write: what an application is told apart from its libraries by, what it looks up by name,
 * and which of its classes frameworks read by reflection, found out from class files and resources by rules.
 */
@NullMarked
package dev.ristretto.build.metadata.inference;

import org.jspecify.annotations.NullMarked;
