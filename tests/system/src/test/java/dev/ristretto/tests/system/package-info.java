/** Tests of whole images in real virtual machines, through the command line as a user calls it. */
@NullMarked
package dev.ristretto.tests.system;

import org.jspecify.annotations.NullMarked;
