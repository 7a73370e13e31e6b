/** What all steps of a build share: the installation that they work with and how they fail. */
@NullMarked
package dev.ristretto.build;

import org.jspecify.annotations.NullMarked;
