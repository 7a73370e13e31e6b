/** Turns the document of the fleet's API into the client that the command line uses. Runs while the fleet is built. */
@NullMarked
package dev.ristretto.tools.generator;

import org.jspecify.annotations.NullMarked;
